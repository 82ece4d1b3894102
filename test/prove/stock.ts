import type { HireBatch } from './hire-batches.ts';
import { receiveAll } from './received.ts';
import type { StackWorld } from './stack-world.ts';

/**
 * What users would miss, or see twice, of a batch whose messages have all reached their end: one line
 * for each broken promise, none if every one is kept.
 */
export async function brokenPromises(
  { id, bodies, people, rejected, outcomes }: HireBatch,
  world: StackWorld,
): Promise<readonly string[]> {
  const accounts = world.stack.directory
    .users()
    .map(({ emailAddress, userId }) => ({ address: emailAddress.toLowerCase(), userId }))
    .filter(({ address }) => address.startsWith(`${id}.`));
  const records = (await world.records()).filter(({ requestId }) => isOf(id, requestId?.S));
  const events = (await world.events()).filter(({ data }) => isOf(id, data.requestId));
  const kept = (await world.rejected()).filter(({ body }) => body.includes(`${id}/`));
  const dead = await receiveAll(world.sqs, world.stack.outputs.DeadLetterQueueUrl, 3_600);

  const broken: string[] = [];
  const expect = (holds: boolean, promise: string) => {
    if (!holds) broken.push(promise);
  };

  expect(accounts.length === people.length, `${accounts.length} accounts of ${people.length}`);
  expect(records.length === people.length, `${records.length} records of ${people.length}`);
  for (const address of people) {
    const [account, ...twins] = accounts.filter((one) => one.address === address);
    expect(account !== undefined && twins.length === 0, `${twins.length} twins of ${address}`);
    const naming = records.filter(
      ({ state, userId }) => state?.S === 'PROVISIONED' && userId?.S === account?.userId,
    );
    expect(naming.length === 1, `${naming.length} records name the account of ${address}`);
  }

  for (const body of bodies) {
    const { requestId, emailAddress } = JSON.parse(body);
    const told = events.filter(({ data }) => data.requestId === requestId);
    const ids = new Set(told.map((event) => event.id));
    expect(ids.size === 1, `${requestId} is told of by ${ids.size} different events`);
    const account = accounts.find(({ address }) => address === emailAddress.toLowerCase());
    const isTrue = rejected.includes(body)
      ? told.every(({ type }) => type === 'joiner.user.rejected.v1')
      : told.every(
          (event) =>
            event.type === 'joiner.user.provisioned.v1' &&
            event.data.userId === account?.userId &&
            outcomes.includes(event.data.outcome),
        );
    expect(isTrue, `${requestId} is told of wrongly: ${JSON.stringify(told)}`);
  }
  for (const [eventId, repeats = []] of Map.groupBy(events, (event) => event.id)) {
    // A rejection is timed anew, as it leaves no record to repeat it from.
    const texts = new Set(
      repeats.map(({ time, ...event }) =>
        JSON.stringify(event.type === 'joiner.user.rejected.v1' ? event : { ...event, time }),
      ),
    );
    expect(texts.size === 1, `${eventId} is told in ${texts.size} ways`);
  }

  for (const body of rejected) {
    expect(
      kept.some((one) => one.body === body),
      'a rejected body is not kept as it came',
    );
  }
  const strangers = kept.filter(({ body }) => !rejected.includes(body));
  expect(strangers.length === 0, `${strangers.length} rejected that are none`);
  expect(dead.length === 0, `${dead.length} dead letters`);
  return broken;
}

function isOf(id: string, requestId: string | undefined): boolean {
  return requestId?.startsWith(`${id}/`) ?? false;
}
