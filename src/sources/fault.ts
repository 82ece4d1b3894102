/** Why a record is no hire. `rule` gives the rule and the remedy, never a value. */
export interface RecordFault {
  /** A field of the contract, or the key of the source file that was evaluated. */
  readonly field?: string;
  readonly rule: string;
}

/** Thrown by the functions that expressions call. Its message is a rule. */
export class MappingError extends Error {
  override readonly name = 'MappingError';
}
