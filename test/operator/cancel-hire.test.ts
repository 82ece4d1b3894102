import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { cancelHire } from '../../src/operator/scheduled/cancel-hire.ts';
import { releaseHire } from '../../src/operator/scheduled/release-hire.ts';
import { readScheduled } from '../../src/operator/stack/find-scheduled.ts';
import type { StoredHire } from '../../src/operator/stack/stored-hire.ts';
import { type OperatedStack, startOperatedStack } from '../support/operator/operated-stack.ts';
import { storeWaiting } from '../support/operator/waiting-hire.ts';

const { signal } = new AbortController();
const dropping = {
  why: 'declined',
  atMs: 0,
  droppedBy: 'arn:aws:iam::111122223333:user/op',
};

let service: OperatedStack;

beforeAll(async () => {
  service = await startOperatedStack({ consume: false });
});

afterAll(() => service.stop());

async function waiting(name: string): Promise<StoredHire> {
  const ids = { emailAddress: `${name}@example.com`, requestId: `R-${name}` };
  const key = await storeWaiting(service.operated, { ...ids, dueAtMs: Date.now() - 1 });
  return stored(key);
}

async function stored(key: string): Promise<StoredHire> {
  const hire = await readScheduled(service.operated, key, signal);
  if (hire === undefined) throw new Error('Nothing is stored.');
  return hire;
}

test('a cancelled hire whose event cannot be sent keeps its message until the event is sent', async () => {
  const shown = await waiting('ada');
  const outputs = {
    ...service.operated.outputs,
    CompletionQueueUrl: `${service.stack.endpoints.sqs}/000000000000/gone`,
  };

  const failing = cancelHire({ ...service.operated, outputs }, shown, dropping, signal);
  await expect(failing).rejects.toThrow('the hire is cancelled');
  const cancelled = await stored(shown.key);
  const end = await cancelHire(service.operated, cancelled, dropping, signal);

  expect(cancelled).toMatchObject({ state: 'cancelled', body: shown.body });
  expect(end?.event).toMatchObject({ data: { requestId: 'R-ada' } });
  expect(await stored(shown.key)).not.toHaveProperty('body');
});

test('a hire that is ended twice, as its message could not be removed, has one event id', async () => {
  const shown = await waiting('bo');
  const first = await cancelHire(service.operated, shown, dropping, signal);
  const withBody = { ...(await stored(shown.key)), body: shown.body ?? '' };

  const second = await cancelHire(service.operated, withBody, { ...dropping, atMs: 1 }, signal);

  expect(second?.event?.id).toBe(first?.event?.id);
});

test('a hire that was released is ended by the copy that was sent, and not by its cancellation', async () => {
  const { body = '', ...shown } = await waiting('cy');
  await releaseHire(service.operated, { ...shown, body }, signal);

  const end = await cancelHire(service.operated, await stored(shown.key), dropping, signal);

  expect(end).toEqual({ after: { kind: 'no-account' } });
});
