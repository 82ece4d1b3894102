import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Target } from '../../src/provisioning/ports.ts';
import type { ProcessedHire } from '../../src/provisioning/processed-hire.ts';
import { hire, MINUTE_MS } from '../support/bodies/hires.ts';
import {
  type Delivery,
  type EngineHarness,
  startEngineHarness,
} from '../support/engine/engine-harness.ts';
import { invokeWithTimeFor } from '../support/engine/invocation.ts';

let engine: EngineHarness;
let pagesRead: () => number;

async function start(pageSize: number): Promise<void> {
  engine = await startEngineHarness({ directory: { pageSize } });
  pagesRead = () => engine.directory.countCalls('ListUsers');
}
afterEach(() => engine.stop());

/** Messages about so many people, from the number `first` on. */
function hires(count: number, first = 0): readonly Delivery[] {
  return Array.from({ length: count }, (_, index) => {
    const name = `hire-${first + index}`;
    return {
      messageId: name,
      body: hire({ requestId: name, emailAddress: `${name}@example.com` }),
    };
  });
}

function addSomebody(count: number): void {
  const first = engine.directory.users().length;
  for (let number = first; number < first + count; number += 1)
    engine.directory.addUser({ emailAddress: `somebody-${number}@example.com` });
}

function addAccountsOf(deliveries: readonly Delivery[]): void {
  for (const { messageId } of deliveries)
    engine.directory.addUser({ emailAddress: `${messageId}@example.com` });
}

describe('a batch of ten conflicts', () => {
  beforeEach(() => start(2));

  test('a batch of ten conflicts costs one reading of the directory, wherever the ten stand in it', async () => {
    const batch = hires(10);
    for (const one of batch) {
      addSomebody(3);
      addAccountsOf([one]);
    }

    await engine.deliver(batch);

    expect(await engine.outcomes()).toEqual(batch.map(() => 'existing'));
    expect(pagesRead()).toBe(20);
  });
});

describe('after an outage that left a hundred creations without an answer', () => {
  const batches = Array.from({ length: 10 }, (_, index) => hires(10, 10 * index));

  beforeEach(async () => {
    await start(100);
    engine.directory.faults.always('CreateUser', { kind: 'lose-response' });
    for (let fifth = 0; fifth < 5; fifth += 1) {
      addSomebody(200);
      await engine.deliver(batches.slice(2 * fifth, 2 * fifth + 2).flat());
    }
    engine.directory.faults.clear();
    engine.clock.advance(11 * MINUTE_MS);
  });

  test('an instance that stays warm recovers all with one reading, not one for each batch', async () => {
    const { target } = engine.compose();

    for (const batch of batches) await engine.deliver(batch, { ports: { target } });

    expect(await engine.outcomes()).toEqual(batches.flat().map(() => 'recovered'));
    expect(engine.directory.users()).toHaveLength(1_100);
    expect(pagesRead()).toBe(11);
  });
});

describe('a directory that takes several invocations to read', () => {
  const batch = hires(10);
  const nextBatch = hires(10, 10);

  beforeEach(async () => {
    await start(2);
    addSomebody(20);
    addAccountsOf(batch);
    addAccountsOf(nextBatch);
  });

  const doneOf = (hires: readonly ProcessedHire[]) =>
    hires.filter(({ result }) => result.kind !== 'retry').length;

  const inNewInstance = (searches: number) => ({
    target: inOneTick(searches, engine.compose().target),
  });

  test('a directory that takes several invocations to read is read once for all ten of a batch, though each invocation has a new instance', async () => {
    const first = await invokeWithTimeFor(8, engine, batch, inNewInstance(10));
    const second = await invokeWithTimeFor(4, engine, batch, inNewInstance(10));
    const third = await invokeWithTimeFor(8, engine, batch.slice(4), inNewInstance(6));

    expect([first, second, third].map(doneOf)).toEqual([0, 4, 6]);
    expect(pagesRead()).toBe(15);
  });

  test('a directory that takes several invocations to read is read on by the conflicts of the next batch where the first one stopped', async () => {
    const { target } = engine.compose();

    await invokeWithTimeFor(8, engine, batch, { target });
    const ofNext = await invokeWithTimeFor(12, engine, nextBatch, { target });
    const ofFirst = await invokeWithTimeFor(8, engine, batch, { target });

    expect([ofNext, ofFirst].map(doneOf)).toEqual([10, 10]);
    expect(pagesRead()).toBe(20);
  });
});

/** So many searches begin together, which come one shortly after the other else. */
function inOneTick(count: number, target: Target): Target {
  const all = Promise.withResolvers<void>();
  let left = count;
  return {
    ...target,
    async find(...search) {
      left -= 1;
      if (left === 0) all.resolve();
      await all.promise;
      return target.find(...search);
    },
  };
}
