import { DeleteTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { hire, MINUTE_MS } from '../support/bodies/hires.ts';
import { sendFivePeopleTwentyTimes } from '../support/stack/five-people-twenty-times.ts';
import {
  type StackUnderFaults,
  startStackUnderFaults,
} from '../support/stack/stack-under-faults.ts';
import { userIdsIn, userIdsOnRecord } from '../support/stack/user-ids.ts';
import { createManualClock, type ManualClock } from '../support/time/manual-clock.ts';
import { dynamodbLocal } from './counterparts.ts';
import { startDynamodbLocal } from './dynamodb-local.ts';
import type { ServerProcess } from './server-process.ts';
import { withCounterpart } from './with-counterpart.ts';

// The journeys that rest most on the table's conditions, with the packaged function.
withCounterpart(dynamodbLocal, 'journeys on DynamoDB Local', () => {
  let server: ServerProcess;
  let clock: ManualClock;
  let service: StackUnderFaults;

  beforeAll(async () => {
    server = await startDynamodbLocal();
  });
  afterAll(() => server.stop());

  beforeEach(async () => {
    clock = createManualClock(Date.now());
    service = await startStackUnderFaults({ clock, dynamodbEndpoint: server.endpoint });
  });
  afterEach(async () => {
    const { environment, outputs } = service.stack;
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
    const region = environment['AWS_REGION'] ?? '';
    const client = new DynamoDBClient({ endpoint: server.endpoint, region, credentials });
    await service.stop();
    await client.send(new DeleteTableCommand({ TableName: outputs.UsersTableName }));
    client.destroy();
  });

  test('on DynamoDB Local, a new hire becomes one account, one record and one event', async () => {
    await service.sendHires([hire()]);
    await service.stack.consumption.start();
    await service.untilAllDone();

    const [userId] = userIdsIn(service.stack.directory);
    expect(await service.records()).toMatchObject([
      { state: { S: 'PROVISIONED' }, userId: { S: userId }, outcome: { S: 'created' } },
    ]);
    expect(await service.events()).toMatchObject([{ data: { userId, outcome: 'created' } }]);
  });

  test('on DynamoDB Local, a hire whose answer was lost is recovered after its token has expired', async () => {
    const { directory, consumption } = service.stack;
    directory.faults.always('CreateUser', { kind: 'lose-response' });

    await service.sendHires([hire()]);
    await consumption.start();
    await service.untilLogged('retry later', 1);
    const claimed = await service.records();
    directory.faults.clear();
    clock.advance(11 * MINUTE_MS);
    await service.expireLeases();
    await service.comeAgain();
    await service.untilAllDone();

    const [userId] = userIdsIn(directory);
    expect(claimed).toMatchObject([{ state: { S: 'CREATING' }, attempts: { N: '1' } }]);
    expect(await userIdsOnRecord(service)).toEqual([userId]);
    expect(await service.events()).toMatchObject([{ data: { userId, outcome: 'recovered' } }]);
  });

  test('on DynamoDB Local, five people who are sent twenty times, one with an account already, have five accounts', async () => {
    const { directory } = service.stack;
    directory.addUser({ emailAddress: 'ada.0@example.com', createTime: 0 });

    const { processes, waitedFor } = await sendFivePeopleTwentyTimes(service);

    const told = (await service.events()).map(({ data }) => 'outcome' in data && data.outcome);
    expect(processes).toBe(2);
    expect(waitedFor).toEqual(Array(10).fill('lease-held'));
    expect(directory.users()).toHaveLength(5);
    expect(await userIdsOnRecord(service)).toEqual(userIdsIn(directory));
    expect(told.toSorted()).toEqual([
      ...Array(4).fill('created'),
      ...Array(15).fill('duplicate'),
      'existing',
    ]);
  });
});
