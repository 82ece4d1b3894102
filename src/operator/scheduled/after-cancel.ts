import { hasAccount } from '../../provisioning/has-account.ts';
import { hasOpenAttempt } from '../../provisioning/states.ts';
import { readPointerOf, type Stack, usersStoreOf } from '../stack/stack.ts';
import type { StoredHire } from '../stack/stored-hire.ts';

/** What the records have of the person of a hire, once it is cancelled. */
export type AfterCancel =
  | { readonly kind: 'no-account' }
  /** An attempt had begun before the hire was cancelled: it may still make the account. */
  | { readonly kind: 'being-created' }
  | {
      readonly kind: 'has-account';
      readonly userId: string;
      /** The account is of the very request that is cancelled, which has its `provisioned` event. */
      readonly isOfThisRequest: boolean;
    };

/** Reads the records after the write, as an attempt reads the schedule after its claim: one of them sees the other. */
export async function afterCancel(
  stack: Stack,
  { key, personKey, requestKey }: StoredHire,
  signal: AbortSignal,
): Promise<AfterCancel> {
  const store = usersStoreOf(stack);
  const pointer = key === personKey ? undefined : await readPointerOf(stack, key, signal);
  const personKeys = new Set([personKey, ...(pointer ? [pointer.personKey] : [])]);
  const records = await Promise.all([...personKeys].map((one) => store.read(one, signal)));
  if (records.some(hasOpenAttempt)) return { kind: 'being-created' };
  const account = records.find(hasAccount);
  if (account === undefined) return { kind: 'no-account' };
  const { userId } = account;
  // An account of the employee id at another address may be of a request that says it has the same id.
  const isOfThisRequest = account.requestKey === requestKey && account.personKey === personKey;
  return { kind: 'has-account', userId, isOfThisRequest };
}
