/** One fault of a source file. */
export interface SourceFault {
  /** Counted from 1. */
  readonly line: number;
  /** The keys that lead to it, such as `shapes[0].hire.emailAddress`; empty for the whole file. */
  readonly key: string;
  readonly rule: string;
}

/** A source file that cannot be used. Has every fault. */
export class SourceFileError extends Error {
  override readonly name = 'SourceFileError';
  readonly faults: readonly SourceFault[];

  constructor(fileName: string, faults: readonly SourceFault[]) {
    const lines = faults.map(({ line, key, rule }) => {
      const place = key === '' ? `line ${line}` : `line ${line}, ${key}`;
      return `  ${place}: ${rule}`;
    });
    super([`${fileName} is no source that can be used:`, ...lines].join('\n'));
    this.faults = faults;
  }
}
