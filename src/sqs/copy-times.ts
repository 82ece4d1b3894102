import type { SQSRecord } from 'aws-lambda';
import type { Message } from '../provisioning/message.ts';

/**
 * What the message attributes of a copy say: when HR sent the message first, and for which day a hire that waited
 * was released. A time after the copy itself was sent is none: no message may outdo a later one, or a deletion.
 */
export function timesOfCopy(
  attributes: SQSRecord['messageAttributes'],
  sentAtMs: number,
): Pick<Message, 'askedAtMs' | 'releasedForMs'> {
  const timeOf = (name: string): number => Date.parse(attributes[name]?.stringValue ?? '');
  const [askedAtMs, releasedForMs] = [timeOf('sentAt'), timeOf('dueAt')];
  return {
    ...(askedAtMs <= sentAtMs && { askedAtMs }),
    ...(releasedForMs <= sentAtMs && { releasedForMs }),
  };
}
