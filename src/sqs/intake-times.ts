import type { SQSRecord } from 'aws-lambda';
import { CLOCKS_DIFFER_MS } from '../intake/clocks.ts';
import { timesOfCopy } from './copy-times.ts';

export interface Times {
  /** When the record was asked for, in epoch milliseconds: of a copy, when its original was. */
  readonly askedAtMs: number;
  readonly isCopy: boolean;
}

/**
 * When a message was sent, in epoch milliseconds. A later time than clocks explain is no time of SQS: a mark with it
 * would outdo all that HR sends until then. It counts as now: nothing is lost, and whatever comes next decides. What
 * clocks explain stays as it is: cut to now, two messages would count in the order in which they happen to be taken.
 */
export function sentAtOf({ attributes }: Pick<SQSRecord, 'attributes'>, nowMs: number): number {
  const sentAtMs = Number(attributes.SentTimestamp);
  // Anything else than an integer could be written into a mark, and not be read again.
  const isTime = Number.isSafeInteger(sentAtMs) && sentAtMs <= nowMs + CLOCKS_DIFFER_MS;
  return isTime ? sentAtMs : nowMs;
}

/** No time of a message is later than the message: neither what its attributes say, nor what S3 says in it. */
export function timesOf(record: SQSRecord, nowMs: number): Times {
  const sentAtMs = sentAtOf(record, nowMs);
  const { askedAtMs } = timesOfCopy(record.messageAttributes, sentAtMs);
  return { askedAtMs: askedAtMs ?? sentAtMs, isCopy: askedAtMs !== undefined };
}
