import fc from 'fast-check';
import type { LocalDirectory } from '../../../local/directories/local-directory.ts';
import type { CompletionEvent } from '../../../src/contracts/completion-event.ts';
import { type PseudonymOf, readMessage } from '../../../src/contracts/message.ts';
import { requestIdOf } from '../trials/request-id-of.ts';
import { sumOf, type Tally } from '../trials/tally.ts';
import { FUZZED_BODIES, type FuzzedBody } from './fuzzed-bodies.ts';

/** The batch size of the event source mapping. */
const BATCH_SIZE = 10;

/** A function that takes bodies, and what users see of its work. */
export interface BodyTaker {
  /** As the function makes them. */
  readonly pseudonymOf: PseudonymOf;
  deliver(messages: readonly { readonly body: string }[]): Promise<{
    /** Ids of the messages that are to be retried. */
    readonly again: readonly string[];
    readonly log: readonly unknown[];
  }>;
  readonly directory: Pick<LocalDirectory, 'users'>;
  events(): Promise<readonly CompletionEvent[]>;
  rejected(): Promise<readonly { readonly body: string }[]>;
  /** The record of the person with this address. */
  record(emailAddress: string): Promise<{ readonly state?: unknown } | undefined>;
}

export function fuzzedBodies(
  family: string,
  { seed, bodies }: { readonly seed: number; readonly bodies: number },
): readonly FuzzedBody[] {
  const arbitrary = FUZZED_BODIES[family];
  if (!arbitrary) throw new Error(`There are no bodies of the family "${family}".`);
  return fc.sample(arbitrary, { seed, numRuns: bodies });
}

/** Returns what became of the bodies, and of the people in them. */
export async function tryBodies(
  taker: BodyTaker,
  family: string,
  bodies: readonly FuzzedBody[],
): Promise<Tally> {
  const rows: Omit<Tally, 'fault'>[] = [];
  for (let at = 0; at < bodies.length; at += BATCH_SIZE)
    rows.push(await tryBatch(taker, bodies.slice(at, at + BATCH_SIZE)));
  return sumOf(`bad input: ${family}`, rows);
}

async function tryBatch(
  taker: BodyTaker,
  batch: readonly FuzzedBody[],
): Promise<Omit<Tally, 'fault'>> {
  const before = (await taker.events()).length;
  const known = new Set(taker.directory.users().map(({ emailAddress }) => emailAddress));
  const broken: string[] = [];
  const { again, log } = await taker
    .deliver(batch.map(({ body }) => ({ body })))
    .catch((error: Error) => {
      broken.push(`the function threw ${error.name}`);
      return { again: [], log: [] };
    });
  if (again.length > 0) broken.push(`${again.length} messages are retried`);
  const lines = JSON.stringify(log);
  for (const { body, secrets } of batch)
    if (secrets.some((secret) => lines.includes(secret)))
      broken.push(`the log holds what is in ${shown(body)}`);

  const events = (await taker.events()).slice(before);
  const kept = await taker.rejected();
  const users = taker.directory.users();
  const isRejected = (body: string): boolean =>
    kept.some((one) => one.body === body) &&
    events.some((event) => event.type === 'joiner.user.rejected.v1' && isAbout(event, body, taker));
  const isProvisioned = (body: string): boolean =>
    events.some(
      (event) =>
        event.type === 'joiner.user.provisioned.v1' &&
        isAbout(event, body, taker) &&
        users.some(({ userId }) => userId === event.data.userId),
    );
  // A change to its day may move it ahead.
  const isWaiting = (body: string): boolean =>
    events.some(
      (event) => event.type === 'joiner.user.scheduled.v1' && isAbout(event, body, taker),
    );
  const lost = batch.filter(
    ({ body }) => !isRejected(body) && !isProvisioned(body) && !isWaiting(body),
  );
  broken.push(...lost.map(({ body }) => `neither an account nor kept: ${shown(body)}`));
  const addresses = batch.flatMap(({ body }) =>
    isRejected(body) || isWaiting(body) ? [] : addressIn(body, taker),
  );
  const people = [...new Set(addresses)].filter((address) => !known.has(address));
  const accounts = users.filter(({ emailAddress }) => people.includes(emailAddress));
  const records = await Promise.all(people.map((address) => taker.record(address)));
  return {
    injected: batch.length,
    people: people.length,
    accounts: accounts.length,
    records: records.filter((record) => record?.state === 'PROVISIONED').length,
    events: new Set(events.map(({ id }) => id)).size,
    lost: lost.length,
    doubled: accounts.length - new Set(accounts.map(({ emailAddress }) => emailAddress)).size,
    broken,
  };
}

function addressIn(body: string, { pseudonymOf }: BodyTaker): readonly string[] {
  const reading = readMessage(body, pseudonymOf);
  return reading.kind === 'hire' ? [reading.hire.emailAddress] : [];
}

function isAbout(event: CompletionEvent, body: string, { pseudonymOf }: BodyTaker): boolean {
  return requestIdOf(event) === readMessage(body, pseudonymOf).correlation.requestId;
}

function shown(body: string): string {
  return JSON.stringify(body.length > 200 ? `${body.slice(0, 200)}…` : body);
}
