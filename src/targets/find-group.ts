import type { CallFailure } from '../provisioning/ports.ts';

export type FindGroupResult =
  | { readonly kind: 'present' }
  | { readonly kind: 'gone' }
  | { readonly kind: 'failed'; readonly failure: CallFailure };

/** Whether a directory has a group, by its id. Never throws. */
export type FindGroup = (group: string, signal: AbortSignal) => Promise<FindGroupResult>;
