import type {
  CompletionEvent,
  DroppedEvent,
  ProvisionedEvent,
} from '../../src/contracts/completion-event.ts';
import { unwrap } from '../../src/contracts/envelopes.ts';
import { type MessageReading, readMessage } from '../../src/contracts/message.ts';
import type { Reason } from '../../src/contracts/reason.ts';
import type { HireMessage } from '../../src/operator/send/hire-message.ts';
import { digestOf, eventIdOf, personKeyOf } from '../../src/provisioning/digests.ts';

/** How a message ended, as its completion event tells it. */
export type HireEnd =
  | {
      readonly outcome: ProvisionedEvent['data']['outcome'];
      readonly userId: string;
      /** The account is not what the message asked for. */
      readonly differs: boolean;
    }
  | { readonly outcome: 'rejected' | 'deferred'; readonly reason: Reason };

/** What became of one message of a file. */
export interface HireOutcome {
  /** Its place among the hires of the file, counted from 1. */
  readonly row: number;
  /** As the message spells it, also where it is no address; empty where there is none. */
  readonly address: string;
  /** Absent while the message has not reached its end. */
  readonly end?: HireEnd;
}

/** Matches completion events to the messages of a file. */
export interface HireOutcomes {
  /** An event that is known already, or about another message, changes nothing. */
  take(event: CompletionEvent): void;
  /** How many messages have not reached their end. */
  pending(): number;
  /** In file order. */
  all(): readonly HireOutcome[];
}

type EndEvent = Exclude<CompletionEvent, DroppedEvent>;

interface Entry {
  readonly row: number;
  readonly address: string;
  readonly reading: MessageReading;
  readonly contentDigest: string;
  end?: HireEnd;
}

export function createHireOutcomes(messages: readonly HireMessage[]): HireOutcomes {
  const entries = messages.map(({ body }, index) => entryOf(body, index + 1));
  const seenEventIds = new Set<string>();

  return {
    take(event) {
      // What an operator drops had its end before.
      if (seenEventIds.has(event.id) || event.type === 'joiner.user.dropped.v1') return;
      seenEventIds.add(event.id);
      const open = entries.filter(
        ({ end, reading }) =>
          end === undefined && reading.correlation.requestId === event.data.requestId,
      );
      // Several rows may carry one request id: the event's own id tells them apart, where it can.
      const owner = open.find((entry) => isSurelyAbout(event, entry)) ?? open[0];
      if (owner === undefined) return;
      // Copies of one request end in one event, however many messages there were.
      for (const entry of open.filter((other) => isSameRequest(other, owner))) {
        entry.end = endOf(event);
      }
    },
    pending: () => entries.filter(({ end }) => end === undefined).length,
    all: () =>
      entries.map(({ row, address, end }) => ({ row, address, ...(end !== undefined && { end }) })),
  };
}

function entryOf(body: string, row: number): Entry {
  const reading = readMessage(body);
  const { hire, correlation } = reading;
  return {
    row,
    address: addressAsSent(body),
    reading,
    contentDigest: hire === undefined ? correlation.bodyHash : digestOf(hire),
  };
}

function addressAsSent(body: string): string {
  const unwrapped = unwrap(body);
  const address = unwrapped.kind === 'content' ? unwrapped.content['emailAddress'] : undefined;
  return typeof address === 'string' ? address.trim() : '';
}

function isSurelyAbout(event: EndEvent, entry: Entry): boolean {
  const { reading, contentDigest } = entry;
  if (event.type !== 'joiner.user.provisioned.v1')
    return reading.kind === 'refused' && reading.reason.message === event.data.reason.message;
  const { target, emailAddress, outcome } = event.data;
  const id = eventIdOf({
    requestKey: reading.correlation.requestKey,
    personKey: personKeyOf(target, emailAddress),
    contentDigest,
    type: event.type,
    outcomeOrCode: outcome,
  });
  return id === event.id;
}

function isSameRequest(one: Entry, other: Entry): boolean {
  return (
    one.contentDigest === other.contentDigest &&
    one.reading.correlation.requestKey === other.reading.correlation.requestKey
  );
}

function endOf(event: EndEvent): HireEnd {
  if (event.type === 'joiner.user.provisioned.v1') {
    const { outcome, userId, differs = false } = event.data;
    return { outcome, userId, differs };
  }
  const outcome = event.type === 'joiner.user.rejected.v1' ? 'rejected' : 'deferred';
  return { outcome, reason: event.data.reason };
}
