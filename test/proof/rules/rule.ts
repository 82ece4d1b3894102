/** A sentence of the design that the promise rests on, and what notices its loss. */
export interface Rule {
  readonly rule: string;
  /** The change that takes the rule out. Absent where no single change does. */
  readonly without?: SourceChange;
  readonly noticedBy: Search | NamedTest;
}

export interface SourceChange {
  /** Under src/. */
  readonly file: string;
  /** A text that the file contains exactly once. */
  readonly from: string;
  readonly to: string;
}

/** The search of the interleavings finds a schedule that breaks a promise. */
export interface Search {
  readonly scenario: string;
  readonly faults: number;
  readonly broken: string;
}

/**
 * The rule saves calls, keeps a form or guards what no schedule reaches. This test fails without
 * it.
 */
export interface NamedTest {
  /** Under test/. The test itself may be in a suite beside the file. */
  readonly file: string;
  readonly test: string;
}

export type RemovableRule = Rule & { readonly without: SourceChange };
