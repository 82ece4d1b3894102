/** What one file may hold. A larger one is refused: an export of new hires is never near it. */
export const FILE_LIMITS = {
  bytes: 100 * 1_048_576,
  records: 100_000,
  /** Of CSV, or lines of JSON: as long as a sheet of a workbook. Those without a value count, too. */
  rows: 1_048_576,
  /** Of one record, as text. */
  recordBytes: 1_048_576,
  columns: 1_000,
  /** Of one header, and of all of a file. Each rejected row repeats them. */
  headerCharacters: 256,
  headersCharacters: 32_768,
  /** Objects and arrays in one another. */
  levels: 32,
} as const;

/** Of what an expression returns. No field of a hire is longer. */
export const MAX_RESULT_CHARACTERS = 1_024;

/** Of an expression. It bounds the depth of its syntax tree, too. */
export const MAX_EXPRESSION_CHARACTERS = 1_024;

/**
 * Longer text of a record is hidden from the expressions: photos and notes. It bounds what one call of a function
 * can build, which JSONata cannot interrupt.
 */
export const MAX_TEXT_CHARACTERS = 4_096;
