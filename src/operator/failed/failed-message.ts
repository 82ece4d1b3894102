import { readMessage } from '../../contracts/message.ts';
import type { Reason } from '../../contracts/reason.ts';
import type { Digests } from '../../provisioning/digests.ts';
import { addressIn } from '../address-in.ts';
import { type HeldMessage, startOf } from './held-message.ts';

export type FailedQueue = 'dead-letter' | 'rejected';

/** A message that was rejected or dead-lettered, and waits for an operator. */
export interface FailedMessage {
  /** SQS's id; a replay gives the message a new one. */
  readonly id: string;
  readonly queue: FailedQueue;
  readonly reason: Reason;
  readonly requestId: string;
  readonly employeeId?: string;
  /** As the message spells it, even if it is not an address; absent if there is none. */
  readonly address?: string;
  /** Absent if the message has no valid address. */
  readonly personKey?: string;
  readonly firstSeenAtMs: number;
  /** Epoch milliseconds at which HR sent it first; absent where that is not known. */
  readonly askedAtMs?: number;
  readonly failedAtMs: number;
  /** Pseudonym of the body. */
  readonly bodyDigest: string;
  /** May be read from disk: only while the message is held. */
  readonly body: string;
  /** Stored by the function, or moved by SQS: not put there by a sender of its own. */
  readonly isVerified: boolean;
}

/** A failed message that is no longer held. */
export type ListedMessage = Omit<FailedMessage, 'body'>;

/** What shows where a failed message comes from. */
export interface Provenance {
  readonly digests: Digests;
  readonly newHireQueueArn: string;
}

export interface FailedFilter {
  readonly id?: string | undefined;
  readonly queue?: FailedQueue | undefined;
  /** A reason code. */
  readonly reason?: string | undefined;
  readonly employee?: string | undefined;
  readonly request?: string | undefined;
  /** Epoch milliseconds. */
  readonly sinceMs?: number | undefined;
}

/** No address is longer. */
const ADDRESS_LENGTH = 320;

/** SQS adds no reason when it moves a message after too many receives. */
const withoutReason: Reason = {
  code: 'no-reason',
  message:
    'SQS moved the message here after too many receives: it crashed the function, or its outcome could not be sent. See the log of the function.',
};

/** Reads the attributes and the body of a message. */
export function failedMessageOf(
  held: HeldMessage,
  queue: FailedQueue,
  provenance: Provenance,
): FailedMessage {
  const { digests } = provenance;
  const { messageId, attributes, body, sentAtMs } = held;
  const reading = readMessage(body, digests.pseudonymOf);
  const emailAddress = reading.kind === 'hire' ? reading.hire.emailAddress : reading.emailAddress;
  const address = addressIn(body);
  // Without a reason, SQS moved the message here: its attributes are its sender's.
  const ours = attributes['reasonCode'] === undefined ? {} : attributes;
  const { reasonCode, reason, requestId, rejectedAt, firstSeenAt } = ours;
  const moved = held.movedFrom === undefined ? {} : { movedFrom: held.movedFrom };
  const failedAtMs = timeOf(rejectedAt) ?? sentAtMs;
  const askedAtMs = askedAtMsOf(held, provenance);
  return {
    id: messageId,
    queue,
    reason:
      reasonCode === undefined
        ? withoutReason
        : { code: reasonCode, message: reason ?? 'The message left no room for the reason.' },
    requestId: requestId ?? reading.correlation.requestId,
    ...(reading.employeeId !== undefined && { employeeId: reading.employeeId }),
    ...(address !== undefined && { address: startOf(address, ADDRESS_LENGTH) }),
    ...(emailAddress !== undefined && { personKey: digests.personKeyOf(emailAddress) }),
    firstSeenAtMs: timeOf(firstSeenAt) ?? Math.min(failedAtMs, sentAtMs),
    ...(askedAtMs !== undefined && { askedAtMs }),
    failedAtMs,
    bodyDigest: reading.correlation.bodyDigest,
    get body() {
      return held.body;
    },
    isVerified: isVerified({ body, attributes, ...moved }, queue, provenance),
  };
}

/** A message that SQS moved keeps its time, and what a copy of our own says goes before that. */
function askedAtMsOf(
  { attributes, movedFrom, sentAtMs }: HeldMessage,
  { newHireQueueArn }: Provenance,
): number | undefined {
  const { reasonCode, sentAt } = attributes;
  const saidMs = timeOf(sentAt);
  if (reasonCode !== undefined) return saidMs;
  if (movedFrom !== newHireQueueArn) return undefined;
  return saidMs !== undefined && saidMs <= sentAtMs ? saidMs : sentAtMs;
}

function isVerified(
  { body, attributes, movedFrom }: Pick<HeldMessage, 'body' | 'attributes' | 'movedFrom'>,
  queue: FailedQueue,
  { digests, newHireQueueArn }: Provenance,
): boolean {
  const { reasonCode, requestId = '', mac, rejectedAt, firstSeenAt } = attributes;
  if (reasonCode === undefined) return queue === 'dead-letter' && movedFrom === newHireQueueArn;
  const kind = queue === 'rejected' ? 'rejected' : 'deferred';
  // The function sets one of them.
  const at = [rejectedAt, firstSeenAt].filter(Boolean).join(' ');
  return mac === digests.failedMessageMacOf({ kind, body, requestId, reasonCode, at });
}

export function matches(message: ListedMessage, filter: FailedFilter): boolean {
  const { id = '', queue, reason, employee, request, sinceMs = 0 } = filter;
  return (
    message.id.startsWith(id) &&
    (queue === undefined || message.queue === queue) &&
    (reason === undefined || message.reason.code === reason) &&
    (employee === undefined || message.employeeId === employee) &&
    (request === undefined || message.requestId === request) &&
    message.failedAtMs >= sinceMs
  );
}

function timeOf(text: string | undefined): number | undefined {
  const timeMs = text === undefined ? Number.NaN : Date.parse(text);
  return Number.isNaN(timeMs) ? undefined : timeMs;
}
