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

/** Thrown where an expression exceeds its limits: the rest of the record is not evaluated. */
export class CutOffError extends MappingError {
  constructor() {
    super('takes too long or too much to evaluate; simplify the expression');
  }
}
