import { compactLine } from '../contracts/one-line.ts';

/** One fault of a YAML file. `rule` gives the rule and the remedy. */
export interface YamlFault {
  /** Counted from 1. */
  readonly line: number;
  /** The keys that lead to it, such as `shapes[0].hire.emailAddress`; empty for the whole file. */
  readonly key: string;
  readonly rule: string;
}

/**
 * The faults of a file, one a line, under what they mean. A key is text of the file, and a rule may quote it: neither
 * makes a line or a colour of its own.
 */
export function faultText(meaning: string, faults: readonly YamlFault[]): string {
  const lines = faults.map(({ line, key, rule }) => {
    const place = key === '' ? `line ${line}` : `line ${line}, ${key}`;
    return `  ${compactLine(`${place}: ${rule}`)}`;
  });
  return [`${compactLine(meaning)}:`, ...lines].join('\n');
}
