import type { Digests, StoredKind } from '../../provisioning/digests.ts';
import type { IntakeDigests } from '../../provisioning/intake-digests.ts';
import type { FailedQueue } from './failed-queue.ts';
import type { HeldMessage } from './held-message.ts';

/** The queue that a failed message came in by, and to which a replay sends it back. */
export type Origin = 'new-hires' | 'intake' | 'intake-files';

/** What shows where a failed message comes from. */
export interface Provenance {
  readonly digests: Digests;
  /** Under the secret of the intake, which signs nothing but what came in by its queues. */
  readonly intakeDigests: Pick<IntakeDigests, 'failedMessageMacOf'>;
  /** The ARN of the queue of each origin; of the intake only where the stack has one. */
  readonly queueArns: { readonly 'new-hires': string } & Partial<Readonly<Record<Origin, string>>>;
}

const ORIGINS: readonly Origin[] = ['new-hires', 'intake', 'intake-files'];

const ORIGIN_OF_KIND: Readonly<Record<StoredKind, Origin>> = {
  rejected: 'new-hires',
  deferred: 'new-hires',
  'rejected-record': 'intake',
  'rejected-file': 'intake-files',
};

const KINDS: Readonly<Record<FailedQueue, readonly StoredKind[]>> = {
  rejected: ['rejected', 'rejected-record', 'rejected-file'],
  'dead-letter': ['deferred'],
};

type Held = Pick<HeldMessage, 'body' | 'attributes' | 'movedFrom'>;

/**
 * By which queue a message came in, and whether that is certain: a function stored the message, as its MAC shows, or
 * SQS moved it. Of a message of another sender, nothing is certain.
 */
export function originOf(
  held: Held,
  queue: FailedQueue,
  provenance: Provenance,
): { readonly origin: Origin; readonly isVerified: boolean } {
  const { attributes, movedFrom } = held;
  const verified =
    attributes['reasonCode'] === undefined
      ? queue === 'dead-letter' &&
        movedFrom !== undefined &&
        ORIGINS.find((origin) => provenance.queueArns[origin] === movedFrom)
      : signedOrigin(held, queue, provenance);
  if (verified) return { origin: verified, isVerified: true };
  // Never the queue of the files: only S3 and operators put a notification there.
  const origin = attributes['source'] === undefined ? 'new-hires' : 'intake';
  return { origin, isVerified: false };
}

/** The origin of the kind that the MAC is of. Each function can only sign what came in by its own queues. */
function signedOrigin(
  { body, attributes }: Held,
  queue: FailedQueue,
  { digests, intakeDigests }: Provenance,
): Origin | undefined {
  const { reasonCode = '', requestId = '', sentAt = '', mac, source } = attributes;
  const { rejectedAt, firstSeenAt } = attributes;
  // The function sets one of them.
  const at = [rejectedAt, firstSeenAt].filter(Boolean).join(' ');
  const stored = { body, requestId, reasonCode, at, sentAt };
  const macOf = (kind: StoredKind) =>
    ORIGIN_OF_KIND[kind] === 'new-hires'
      ? digests.failedMessageMacOf({ ...stored, kind })
      : intakeDigests.failedMessageMacOf({ ...stored, kind, source });
  const kind = KINDS[queue].find((one) => mac === macOf(one));
  return kind && ORIGIN_OF_KIND[kind];
}
