import { type MessageReading, readMessage, safeId } from '../../contracts/message.ts';
import type { Reason } from '../../contracts/reason.ts';
import type { Digests } from '../../provisioning/digests.ts';
import { addressIn } from '../address-in.ts';
import type { FailedQueue } from './failed-queue.ts';
import { type HeldMessage, startOf } from './held-message.ts';
import { type Origin, originOf, type Provenance } from './origin.ts';

/** A message that was rejected or dead-lettered, and waits for an operator. */
export interface FailedMessage {
  /** SQS's id; a replay gives the message a new one. */
  readonly id: string;
  readonly queue: FailedQueue;
  readonly origin: Origin;
  /** The HR system whose records the body holds; absent of a hire, and where the intake recognised none. */
  readonly source?: string;
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

export interface FailedFilter {
  /** How an id begins. */
  readonly id?: string | undefined;
  /** Whole ids. */
  readonly ids?: ReadonlySet<string> | undefined;
  readonly queue?: FailedQueue | undefined;
  /** A reason code. */
  readonly reason?: string | undefined;
  readonly employee?: string | undefined;
  readonly request?: string | undefined;
  /** The name of an HR system. */
  readonly source?: string | undefined;
  /** Epoch milliseconds. */
  readonly sinceMs?: number | undefined;
}

/** No address is longer. */
export const ADDRESS_LENGTH = 320;

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
  const { origin, isVerified } = originOf(held, queue, provenance);
  const reading = readMessage(body, digests.pseudonymOf);
  // Without a reason, SQS moved the message here: its attributes are its sender's.
  const ours = attributes['reasonCode'] === undefined ? {} : attributes;
  const { reasonCode, reason, requestId, rejectedAt, firstSeenAt } = ours;
  const failedAtMs = timeOf(rejectedAt) ?? sentAtMs;
  const askedAtMs = askedAtMsOf(held, provenance);
  return {
    id: messageId,
    queue,
    origin,
    ...(origin === 'new-hires' ? personOf(reading, digests) : sourceOf(attributes)),
    reason:
      reasonCode === undefined
        ? withoutReason
        : { code: reasonCode, message: reason ?? 'The message left no room for the reason.' },
    // Of an unknown sender, who may have put an address there.
    requestId:
      requestId === undefined
        ? reading.correlation.requestId
        : safeId(requestId, digests.pseudonymOf),
    ...(origin === 'new-hires' && addressOf(body)),
    firstSeenAtMs: timeOf(firstSeenAt) ?? Math.min(failedAtMs, sentAtMs),
    ...(askedAtMs !== undefined && { askedAtMs }),
    failedAtMs,
    bodyDigest: reading.correlation.bodyDigest,
    get body() {
      return held.body;
    },
    isVerified,
  };
}

function personOf(reading: MessageReading, digests: Digests) {
  const { employeeId } = reading;
  const emailAddress = reading.kind === 'hire' ? reading.hire.emailAddress : reading.emailAddress;
  return {
    ...(employeeId !== undefined && { employeeId }),
    ...(emailAddress !== undefined && { personKey: digests.personKeyOf(emailAddress) }),
  };
}

function addressOf(body: string) {
  const address = addressIn(body);
  return address === undefined ? {} : { address: startOf(address, ADDRESS_LENGTH) };
}

/** A message that SQS moved has what its sender said: a replay says it again. */
function sourceOf({ source }: HeldMessage['attributes']) {
  return source === undefined ? {} : { source };
}

/** A message that SQS moved keeps its time, and what a copy of our own says goes before that. */
function askedAtMsOf(
  { attributes, movedFrom, sentAtMs }: HeldMessage,
  { queueArns }: Provenance,
): number | undefined {
  const { reasonCode, sentAt } = attributes;
  const saidMs = timeOf(sentAt);
  if (reasonCode !== undefined) return saidMs;
  const isOurs = movedFrom !== undefined && Object.values(queueArns).includes(movedFrom);
  if (!isOurs) return undefined;
  return saidMs !== undefined && saidMs <= sentAtMs ? saidMs : sentAtMs;
}

export function matches(message: ListedMessage, filter: FailedFilter): boolean {
  const { id = '', ids, queue, reason, employee, request, source, sinceMs = 0 } = filter;
  return (
    message.id.startsWith(id) &&
    (ids === undefined || ids.has(message.id)) &&
    (queue === undefined || message.queue === queue) &&
    (reason === undefined || message.reason.code === reason) &&
    (employee === undefined || message.employeeId === employee) &&
    (request === undefined || message.requestId === request) &&
    (source === undefined || message.source === source) &&
    message.failedAtMs >= sinceMs
  );
}

function timeOf(text: string | undefined): number | undefined {
  const timeMs = text === undefined ? Number.NaN : Date.parse(text);
  return Number.isNaN(timeMs) ? undefined : timeMs;
}
