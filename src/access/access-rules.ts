import type { RuleField } from '../contracts/access-rules.ts';

/** Which hires get which groups. Plain data: it survives JSON. */
export interface AccessRules {
  /** SHA-256, hex, of what the rules say, whatever their comments and layout. */
  readonly version: string;
  readonly rules: readonly AccessRule[];
}

export interface AccessRule {
  /** Its place in the file, counted from 1. */
  readonly number: number;
  /** Where it begins, counted from 1. */
  readonly line: number;
  readonly groups: readonly string[];
  /** All must hold. A rule without any applies to every hire. */
  readonly conditions: readonly Condition[];
}

/** The field equals one of the values. */
export interface Condition {
  readonly field: RuleField;
  readonly values: readonly string[];
}
