/** A file, wherever it lies. It is read more than once: to recognise it, and to take it apart. */
export interface FileBytes {
  readonly name: string;
  readonly size: number;
  /** All of it, from the start. */
  readonly open: () => AsyncIterable<Uint8Array>;
}

/** One fault of a file. `rule` gives the rule and the remedy, never a value. */
export interface FileFault {
  /** Counted from 1; absent if the fault concerns the whole file. */
  readonly line?: number;
  /** A field of the contract, or the header of a column. */
  readonly field?: string;
  readonly rule: string;
}

/** A file from which no record can be taken. Has every fault, in file order. */
export class UnreadableFileError extends Error {
  override readonly name = 'UnreadableFileError';
  readonly faults: readonly FileFault[];

  constructor(faults: readonly FileFault[]) {
    super(faults.map(({ rule }) => rule).join('\n'));
    this.faults = faults;
  }
}
