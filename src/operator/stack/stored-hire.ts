import { scheduledHireOf } from '../../aws/scheduled-item.ts';
import type { Item } from '../../aws/user-item.ts';
import type { ScheduledHire } from '../../provisioning/scheduled-hires.ts';
import { addressIn } from '../address-in.ts';

/** A hire that waits for its day, or once did, with all that an operator may see of it. */
export interface StoredHire extends ScheduledHire {
  readonly personKey: string;
  readonly requestId: string;
  readonly requestKey: string;
  /** Pseudonym of the body. */
  readonly bodyDigest: string;
  /** Only while it waits. */
  readonly body?: string;
  /** As the body spells it. */
  readonly address?: string;
}

/** @throws ScheduledItemError when state, due time, time of asking or version is missing or invalid */
export function storedHireOf(item: Item): StoredHire {
  const textOf = (attribute: string) => item[attribute]?.S ?? '';
  const body = item['body']?.S;
  const address = body === undefined ? undefined : addressIn(body);
  return {
    ...scheduledHireOf(item),
    personKey: textOf('personKey'),
    requestId: textOf('requestId'),
    requestKey: textOf('requestKey'),
    bodyDigest: textOf('bodyHash'),
    ...(body !== undefined && { body }),
    ...(address !== undefined && { address }),
  };
}

/** Whether the hire still waits although its day has come: the sweep has not sent it. */
export function isDue({ state, dueAtMs }: ScheduledHire, nowMs: number): boolean {
  return state === 'waiting' && dueAtMs <= nowMs;
}
