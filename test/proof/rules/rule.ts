/** A sentence of the design that the promise rests on, and what notices when the source no longer has it. */
export interface Rule {
  readonly rule: string;
  /** What takes the rule out; absent where no single change of the source does. */
  readonly without?: SourceChange;
  readonly noticedBy: Search | NamedTest;
}

export interface SourceChange {
  /** Under src/. */
  readonly file: string;
  /** Stands there exactly once. */
  readonly from: string;
  readonly to: string;
}

/** The exhaustive search finds a schedule that breaks a promise. */
export interface Search {
  readonly scenario: string;
  readonly faults: number;
  readonly broken: string;
}

/** The rule saves calls, keeps a form or guards what no schedule reaches: this test fails without it. */
export interface NamedTest {
  /** Under test/; the test itself may stand in a suite beside it. */
  readonly file: string;
  readonly test: string;
}

export type RemovableRule = Rule & { readonly without: SourceChange };
