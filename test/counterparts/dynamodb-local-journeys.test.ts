import { DeleteTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { sendFivePeopleTwentyTimes } from '../support/five-people-twenty-times.ts';
import { hire, MINUTE_MS } from '../support/hires.ts';
import { createManualClock, type ManualClock } from '../support/manual-clock.ts';
import { type StoryWorld, startStoryWorld } from '../support/story-world.ts';
import { userIdsIn, userIdsOnRecord } from '../support/user-ids.ts';
import { dynamodbLocal } from './counterparts.ts';
import { startDynamodbLocal } from './dynamodb-local.ts';
import type { ServerProcess } from './server-process.ts';
import { withCounterpart } from './with-counterpart.ts';

// The journeys that rest most on the table's conditions, with the packaged function.
withCounterpart(dynamodbLocal, 'journeys on DynamoDB Local', () => {
  let server: ServerProcess;
  let clock: ManualClock;
  let world: StoryWorld;

  beforeAll(async () => {
    server = await startDynamodbLocal();
  });
  afterAll(() => server.stop());

  beforeEach(async () => {
    clock = createManualClock(Date.now());
    world = await startStoryWorld({ clock, dynamodbEndpoint: server.endpoint });
  });
  afterEach(async () => {
    const { environment, outputs } = world.stack;
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
    const region = environment['AWS_REGION'] ?? '';
    const client = new DynamoDBClient({ endpoint: server.endpoint, region, credentials });
    await world.stop();
    await client.send(new DeleteTableCommand({ TableName: outputs.UsersTableName }));
    client.destroy();
  });

  test('on DynamoDB Local, a new hire becomes one account, one record and one event', async () => {
    await world.sendHires([hire()]);
    await world.stack.consumption.start();
    await world.untilAllDone();

    const [userId] = userIdsIn(world.stack.directory);
    expect(await world.records()).toMatchObject([
      { state: { S: 'PROVISIONED' }, userId: { S: userId }, outcome: { S: 'created' } },
    ]);
    expect(await world.events()).toMatchObject([{ data: { userId, outcome: 'created' } }]);
  });

  test('on DynamoDB Local, a hire whose answer was lost is recovered after its token has expired', async () => {
    const { directory, consumption } = world.stack;
    directory.faults.always('CreateUser', { kind: 'lose-response' });

    await world.sendHires([hire()]);
    await consumption.start();
    await world.untilLogged('retry later', 1);
    const claimed = await world.records();
    directory.faults.clear();
    clock.advance(11 * MINUTE_MS);
    await world.expireLeases();
    await world.comeAgain();
    await world.untilAllDone();

    const [userId] = userIdsIn(directory);
    expect(claimed).toMatchObject([{ state: { S: 'CREATING' }, attempts: { N: '1' } }]);
    expect(await userIdsOnRecord(world)).toEqual([userId]);
    expect(await world.events()).toMatchObject([{ data: { userId, outcome: 'recovered' } }]);
  });

  test('on DynamoDB Local, five people who are sent twenty times, one with an account already, have five accounts', async () => {
    const { directory } = world.stack;
    directory.addUser({ emailAddress: 'ada.0@example.com', createTime: 0 });

    const { processes, waitedFor } = await sendFivePeopleTwentyTimes(world);

    const told = (await world.events()).map(({ data }) => 'outcome' in data && data.outcome);
    expect(processes).toBe(2);
    expect(waitedFor).toEqual(Array(10).fill('lease-held'));
    expect(directory.users()).toHaveLength(5);
    expect(await userIdsOnRecord(world)).toEqual(userIdsIn(directory));
    expect(told.toSorted()).toEqual([
      ...Array(4).fill('created'),
      ...Array(15).fill('duplicate'),
      'existing',
    ]);
  });
});
