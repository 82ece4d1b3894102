import { cancelScheduled } from '../../aws/cancel-scheduled.ts';
import { hasOpenAttempt } from '../../provisioning/states.ts';
import {
  nowMsAtAws,
  readPointerOf,
  type Stack,
  scheduledTableOf,
  usersStoreOf,
} from '../stack/stack.ts';
import type { StoredHire } from '../stack/stored-hire.ts';

/** What the records have of the person of a hire, once it is cancelled. */
export type AfterCancel =
  | { readonly kind: 'no-account' }
  /** An attempt had begun before the hire was cancelled: it may still make the account. */
  | { readonly kind: 'being-created' }
  | { readonly kind: 'has-account'; readonly userId: string };

/** Cancels a hire as it was shown. `changed`: a message, or another operator, was faster, and nothing is cancelled. */
export async function cancelHire(
  stack: Stack,
  shown: StoredHire,
  signal: AbortSignal,
): Promise<'cancelled' | 'changed'> {
  // The clock of this machine may be behind by minutes: the decision must be later than what it is about.
  const nowMs = Math.max(nowMsAtAws(stack), shown.askedAtMs + 1);
  return cancelScheduled(scheduledTableOf(stack), shown, nowMs, signal);
}

/** Reads the records after the write, as an attempt reads the schedule after its claim: one of them sees the other. */
export async function afterCancel(
  stack: Stack,
  { key, personKey }: StoredHire,
  signal: AbortSignal,
): Promise<AfterCancel> {
  const store = usersStoreOf(stack);
  const pointer = key === personKey ? undefined : await readPointerOf(stack, key, signal);
  const personKeys = new Set([personKey, ...(pointer ? [pointer.personKey] : [])]);
  const records = await Promise.all([...personKeys].map((one) => store.read(one, signal)));
  if (records.some(hasOpenAttempt)) return { kind: 'being-created' };
  const account = records.find((record) => record?.state === 'PROVISIONED');
  return account?.state === 'PROVISIONED'
    ? { kind: 'has-account', userId: account.userId }
    : { kind: 'no-account' };
}
