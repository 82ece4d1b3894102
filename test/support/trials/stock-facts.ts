import type { LocalMembership } from '../../../local/directories/groups.ts';
import type { CompletionEvent } from '../../../src/contracts/completion-event.ts';
import { addressIn, type HireBatch } from './hire-batch.ts';
import { requestIdOf } from './request-id-of.ts';

export interface Account {
  /** In lower case. */
  readonly address: string;
  readonly userId: string;
}

/** A record of a person. */
export interface RecordSeen {
  readonly state: string | undefined;
  readonly userId: string | undefined;
  readonly outcome: string | undefined;
  /** Of the message that completed it, or holds it. */
  readonly requestId: string | undefined;
  /** Empty without groups. */
  readonly groups: readonly string[];
}

/** What users see of a batch. */
export interface Seen {
  readonly batch: HireBatch;
  readonly accounts: readonly Account[];
  readonly records: readonly RecordSeen[];
  /** The user id of each record. */
  readonly recorded: readonly string[];
  /** Who is in which group, in the whole directory. */
  readonly memberships: readonly LocalMembership[];
  /** The groups that the rules give a message: sorted ids. */
  readonly planOf: (body: string) => readonly string[];
  readonly events: readonly CompletionEvent[];
  /** Bodies in the rejected queue. */
  readonly kept: readonly string[];
  readonly deadLetters: number;
}

/** The type of the event with which a message must end. */
export function endOf(body: string, { batch, accounts }: Seen): CompletionEvent['type'] {
  if (batch.waiting.includes(body)) return 'joiner.user.scheduled.v1';
  if (batch.rejected.includes(body)) return 'joiner.user.rejected.v1';
  const at = addressIn(body);
  const others = batch.people
    .filter((person) => person.includes(at))
    .flatMap((person) => person.filter((address) => address !== at));
  const has = (address: string) => accounts.some((account) => account.address === address);
  const isElsewhere = !has(at) && others.some(has);
  return isElsewhere ? 'joiner.user.rejected.v1' : 'joiner.user.provisioned.v1';
}

/** Pairs of events of which only one can be true. */
export function contradictionsIn({ events, batch }: Seen): readonly string[] {
  // A rejection may be repeated for another reason: what stands in the way changes.
  const ends = events.filter(({ type }) => type !== 'joiner.user.scheduled.v1');
  const differing = [...Map.groupBy(ends, requestIdOf)]
    .map(([requestId, all]) => [requestId, new Set(all.map(endOfEvent)).size] as const)
    .filter(([, count]) => count > 1)
    .map(([requestId, count]) => `${requestId} has ${count} different events`);
  const changed = [...Map.groupBy(events, ({ id }) => id)]
    .filter(([, repeats]) => new Set(repeats.map(contentOf)).size > 1)
    .map(([id]) => `the event ${id} has more than one content`);
  const firsts = events.flatMap(firstOf);
  const rivals = batch.people
    .map((person) => firsts.filter(({ address }) => person.includes(address)))
    .filter((ofPerson) => new Set(ofPerson.map(({ id }) => id)).size > 1)
    .map(([first]) => `two requests were first for ${first?.address}`);
  return [...differing, ...changed, ...rivals];
}

function endOfEvent({ id, type }: CompletionEvent): string {
  return type === 'joiner.user.rejected.v1' ? type : id;
}

/** A repetition of a rejection, or of a date, has its own time, as no record keeps the first one. */
function contentOf(event: CompletionEvent): string {
  const isTimeKept = event.type === 'joiner.user.provisioned.v1';
  return JSON.stringify(isTimeKept ? event : { ...event, time: '' });
}

function firstOf({ type, id, data }: CompletionEvent) {
  if (type !== 'joiner.user.provisioned.v1' || data.outcome === 'duplicate') return [];
  return [{ id, address: data.emailAddress }];
}

/** Untrue statements of an event. `body` is the message that it is about. */
export function untruthIn(
  event: CompletionEvent,
  body: string | undefined,
  seen: Seen,
): readonly string[] {
  const isTrue = body !== undefined && isTrueOf(event, body, seen);
  return isTrue ? [] : [`untrue: ${JSON.stringify(event)}`];
}

function isTrueOf(event: CompletionEvent, body: string, seen: Seen): boolean {
  const { batch, accounts, recorded } = seen;
  switch (event.type) {
    case 'joiner.user.scheduled.v1':
      return event.data.dueAt === `${JSON.parse(body).startDate}T00:00:00.000Z`;
    case 'joiner.user.rejected.v1':
      return endOf(body, seen) === event.type && batch.reasons.includes(event.data.reason.code);
    case 'joiner.user.provisioned.v1': {
      const account = accounts.find(({ address }) => address === addressIn(body));
      return (
        endOf(body, seen) === event.type &&
        event.data.userId === account?.userId &&
        recorded.includes(event.data.userId) &&
        batch.outcomes.includes(event.data.outcome)
      );
    }
    default:
      return false;
  }
}
