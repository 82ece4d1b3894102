import type { ListedMessage } from './failed-message.ts';

/** Failed messages with one reason. */
export interface FailedGroup {
  readonly code: string;
  /** The reason in words, without the place of a record. */
  readonly rule: string;
  /** In the order given. */
  readonly messages: readonly ListedMessage[];
}

/**
 * The intake says first where in a file the record is, and the one that decides in its place: two records with one fault
 * are one group.
 */
export const PLACE = /^\S+, record (\d+, line \d+(?:, after record \d+, line \d+)?): /;

/** By reason, the reason of the first message first. */
export function groupsOf(messages: readonly ListedMessage[]): readonly FailedGroup[] {
  return [...Map.groupBy(messages, ({ reason }) => reason.code)].flatMap(([code, coded]) =>
    [...Map.groupBy(coded, keyOf).values()].map((group) => ({
      code,
      rule: group[0] ? ruleOf(group[0]) : '',
      messages: group,
    })),
  );
}

function keyOf(message: ListedMessage): string {
  return JSON.stringify([message.origin, message.source, ruleOf(message)]);
}

function ruleOf({ origin, reason }: ListedMessage): string {
  return origin === 'intake' ? reason.message.replace(PLACE, '') : reason.message;
}
