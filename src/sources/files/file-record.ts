import type { JsonObject } from '../../contracts/envelopes.ts';

/** One record of a file: its content, or why it has none. */
export type FileRecord = {
  readonly line: number;
  /**
   * The record as JSON, as it is written; of a row, its cells under the headers of the file. Absent where the record
   * could not be read to its end.
   */
  readonly original?: () => string;
} & ({ readonly record: JsonObject } | { readonly fault: string });
