import type { FileFault } from './malformed-file-error.ts';

/** One message that a file asks to send. */
export interface HireMessage {
  /** Where it begins in the file, counted from 1. */
  readonly line: number;
  /** The body to send to the new-hire queue. */
  readonly body: string;
}

/** What one format makes of a text: messages only count where there is no fault. */
export interface HireFileContent {
  readonly messages: readonly HireMessage[];
  readonly faults: readonly FileFault[];
}
