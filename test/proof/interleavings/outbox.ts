import type { CompletionEvent } from '../../../src/contracts/completion-event.ts';
import { textOnce } from '../in-memory/text-once.ts';
import type { KeptMessage, PublishedEvent } from '../view.ts';
import type { QueuedMessage } from './queued-message.ts';

/** What has gone out to queues, in no order. A repetition changes nothing. */
export interface Sent {
  readonly published: ReadonlyMap<string, PublishedEvent>;
  readonly kept: ReadonlyMap<string, KeptMessage>;
  /** First ids of the messages that are gone from their queue. */
  readonly deleted: ReadonlySet<string>;
  /** When the messages that were delivered were sent, by the ids that they had then. */
  readonly sentAtMs: ReadonlyMap<string, number>;
}

/** The queues, as deliveries write to them. */
export interface Outbox {
  state(): Sent;
  putBack(sent: Sent): void;
  /** A delivery of a message that has this id now. */
  note(messageId: string, sentAtMs: number): void;
  publish(
    message: QueuedMessage,
    events: readonly CompletionEvent[],
    seen: { readonly sawOtherAddress: boolean; readonly madeThen: readonly string[] },
  ): void;
  keep(failures: readonly KeptMessage[]): void;
  remove(message: QueuedMessage): void;
}

export function createOutbox(): Outbox {
  let sent: Sent = {
    published: new Map(),
    kept: new Map(),
    deleted: new Set(),
    sentAtMs: new Map(),
  };
  return {
    state: () => sent,
    putBack(before) {
      sent = before;
    },
    note(messageId, sentAtMs) {
      sent = { ...sent, sentAtMs: new Map(sent.sentAtMs).set(messageId, sentAtMs) };
    },
    publish({ messageId, body }, events, { sawOtherAddress, madeThen }) {
      const published = new Map(sent.published);
      for (const event of events) {
        const isOfDay = event.type === 'joiner.user.scheduled.v1';
        const seen = { event, sawOtherAddress, ...(isOfDay && { madeThen }) };
        published.set(JSON.stringify([seen, messageId]), { ...seen, bodies: [body] });
      }
      sent = { ...sent, published };
    },
    keep(failures) {
      const kept = failures.map((one) => [JSON.stringify(one), one] as const);
      sent = { ...sent, kept: new Map([...sent.kept, ...kept]) };
    },
    remove({ messageId }) {
      sent = { ...sent, deleted: new Set([...sent.deleted, messageId]) };
    },
  };
}

export const textOfSent = textOnce(({ published, kept, deleted, sentAtMs }: Sent) => {
  const times = [...sentAtMs].map((one) => one.join(' '));
  return [...published.keys(), ...kept.keys(), ...deleted, ...times].sort().join('\n');
});
