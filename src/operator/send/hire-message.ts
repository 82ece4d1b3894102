import type { FileFault } from './malformed-file-error.ts';

/** One message of a file. */
export interface HireMessage {
  /** The line of the file where it begins, counted from 1. */
  readonly line: number;
  /** The body to send to the new-hire queue. */
  readonly body: string;
}

/** The content of a file. Its messages are valid only if there are no faults. */
export interface HireFileContent {
  readonly messages: readonly HireMessage[];
  readonly faults: readonly FileFault[];
}
