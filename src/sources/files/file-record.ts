import type { JsonObject } from '../../contracts/envelopes.ts';

/** One record of a file: its content, or why it has none. */
export type FileRecord =
  | { readonly line: number; readonly record: JsonObject }
  | { readonly line: number; readonly fault: string };
