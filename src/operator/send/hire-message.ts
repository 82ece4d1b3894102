import type { RecordFault } from '../../sources/fault.ts';
import type { FileFault } from '../../sources/files/file-bytes.ts';

/** One message of a file. */
export interface HireMessage {
  /** The line of the file where it begins, counted from 1. */
  readonly line: number;
  /** The body to send to the new-hire queue; of a mapped record, without the request id that the stack derives. */
  readonly body: string;
  /** The source that mapped it. */
  readonly source?: string;
}

/** A record that is no hire, though it should be one. */
export interface RefusedRecord {
  readonly line: number;
  readonly faults: readonly RecordFault[];
}

/** The content of a file. Its messages are valid only if there are no faults. */
export interface HireFileContent {
  readonly messages: readonly HireMessage[];
  readonly faults: readonly FileFault[];
  /** Of a file that a source describes. */
  readonly refused?: readonly RefusedRecord[];
  /** How many records the source says are no hires. */
  readonly leftOut?: number;
  /** Sentences about how the file was read. */
  readonly notes?: readonly string[];
}

/** A file that can be sent. */
export type HireFile = Required<Omit<HireFileContent, 'faults'>>;
