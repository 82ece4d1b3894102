import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { TARGETS } from '../../local/directories/directories.ts';
import { packageDirOf } from '../../local/stack/packaging.ts';
import { hire } from '../support/bodies/hires.ts';
import { endingOf } from '../support/engine/ending-of.ts';
import { sendFivePeopleTwentyTimes } from '../support/stack/five-people-twenty-times.ts';
import {
  type StackUnderFaults,
  startStackUnderFaults,
} from '../support/stack/stack-under-faults.ts';
import { userIdsIn, userIdsOnRecord } from '../support/stack/user-ids.ts';

let service: StackUnderFaults;
let story = 0;

/** So many people, each with a request of their own, who are in no other story. */
function people(count: number): readonly Record<string, unknown>[] {
  return Array.from({ length: count }, (_, index) =>
    hire({ emailAddress: `person.${story}.${index}@example.com`, requestId: `request-${index}` }),
  );
}

/** What has become of everybody: the outcome of each request, each told of by one event id. */
async function outcomes(): Promise<Readonly<Record<string, string>>> {
  const events = await service.events();
  return Object.fromEntries(events.map((event) => [event.data.requestId, endingOf(event)]));
}

async function nothingSetAside(): Promise<void> {
  expect(await service.rejected()).toEqual([]);
  expect(await service.deadLetters()).toEqual([]);
}

describe.each(TARGETS)('packaged for %s:', (target) => {
  beforeAll(async () => {
    service = await startStackUnderFaults({ packageDir: packageDirOf(target) });
  });
  afterEach(async () => {
    story += 1;
    await service.beginAnew();
  });
  afterAll(() => service.stop());

  test('five people who are sent twenty times, to two processes at the same time, become five accounts', async () => {
    const { processes, waitedFor } = await sendFivePeopleTwentyTimes(service);

    expect(processes).toBe(2);
    expect(waitedFor).toEqual(Array(10).fill('lease-held'));
    expect(service.stack.directory.users()).toHaveLength(5);
    expect(await userIdsOnRecord(service)).toEqual(userIdsIn(service.stack.directory));
    const told = Object.values(await outcomes());
    expect(told.toSorted()).toEqual([...Array(5).fill('created'), ...Array(15).fill('duplicate')]);
    await nothingSetAside();
  });

  test('hires that come while the directory is down are created once it is up again', async () => {
    const { directory, consumption } = service.stack;
    directory.faults.always('*', { kind: 'unavailable' });

    await service.sendHires(people(6));
    await consumption.start();
    const waiting = await service.untilLogged('retry later', 6);
    await service.comeAgain();
    await service.untilLogged('retry later', 12);
    const accountsMeanwhile = directory.users().length;
    directory.faults.clear();
    await service.comeAgain();
    await service.untilAllDone();

    expect(waiting.map(({ cause }) => cause)).toEqual(Array(6).fill('target-unavailable'));
    expect(accountsMeanwhile).toBe(0);
    expect(await userIdsOnRecord(service)).toEqual(userIdsIn(service.stack.directory));
    expect(Object.values(await outcomes())).toEqual(Array(6).fill('created'));
    expect(await service.events()).toHaveLength(6);
    await nothingSetAside();
  });

  test('poison among good hires is rejected with its reason, and stops none of them', async () => {
    const poison = ['null', '[[[', '{"emailAddress":{"__proto__":1}}'];
    const [first = {}, ...others] = people(6);

    await service.sendHires([first]);
    for (const body of poison) await service.send(body);
    await service.sendHires(others);
    await service.stack.consumption.start();
    await service.untilAllDone();

    expect((await service.rejected()).map(({ body }) => body).toSorted()).toEqual(
      poison.toSorted(),
    );
    expect(service.stack.directory.users()).toHaveLength(6);
    expect(await userIdsOnRecord(service)).toEqual(userIdsIn(service.stack.directory));
    expect(await service.events()).toHaveLength(9);
    expect(await service.deadLetters()).toEqual([]);
  });

  test('ten new hires cost two writes, one creation and a tenth of a send, of a deletion and of a proof that they are in flight each', async () => {
    const before = service.proxy.calls.length;
    await service.sendHires(people(10));
    await service.stack.consumption.start();
    await service.untilAllDone();

    const calls = service.proxy.calls
      .slice(before)
      .map(({ operation }) => operation)
      // How often an empty queue is asked depends on the time; an instance reads its token and
      // derives its secret once.
      .filter(
        (operation) => !['ReceiveMessage', 'GetSecretValue', 'GenerateMac'].includes(operation),
      );
    const counts = [...Map.groupBy(calls, (operation) => operation)].map(
      ([operation, { length }]) => [operation, length] as const,
    );
    expect(Object.fromEntries(counts)).toEqual({
      ChangeMessageVisibilityBatch: 1,
      UpdateItem: 20,
      CreateUser: 10,
      SendMessageBatch: 1,
      DeleteMessageBatch: 1,
      // A server may know the person under a user name that is no address, and would create a second account.
      ...(target === 'scim' && { ListUsers: 10 }),
    });
  });

  // Last: once throttled, an instance lets hires wait for their turn.
  test('hires that the directory throttles for longer than our own backoff wait as long as it asks, and are created then', async () => {
    const { directory, consumption } = service.stack;
    const before = directory.countCalls('CreateUser');
    directory.faults.next('CreateUser', { kind: 'throttle', retryAfterSeconds: 60 }, 4);

    await service.sendHires(people(6));
    await consumption.start();
    const waiting = await service.untilLogged('retry later', 4);
    await service.untilAllDone();

    for (const { cause, visibilitySeconds } of waiting) {
      expect(cause).toBe('throttled');
      expect(visibilitySeconds).toBeGreaterThanOrEqual(61);
      expect(visibilitySeconds).toBeLessThanOrEqual(65);
    }
    expect(directory.countCalls('CreateUser') - before).toBe(10);
    expect(await userIdsOnRecord(service)).toEqual(userIdsIn(service.stack.directory));
    expect(Object.values(await outcomes())).toEqual(Array(6).fill('created'));
    await nothingSetAside();
  });
});
