import { UnreadableFileError } from '../sources/files/file-bytes.ts';
import type { FileProgress, FileState, IntakeFile } from './file-progress.ts';

/** What was sent last of a person by a source; of a record that cannot be mapped, that it was rejected. */
export interface Mark {
  /** `mark#` and an HMAC: of source and person, or of source and record. */
  readonly key: string;
  /** Digest of what was sent, or rejected. */
  readonly content: string;
  /** Epoch milliseconds at which it was last asked for. */
  readonly askedAtMs: number;
  /** Epoch milliseconds at which the content that was sent was asked for: of the file or message that sent it. */
  readonly sentForMs: number;
  /** Of a person: of the record that asked for them last. */
  readonly place?: HirePlace;
}

/** Where a file or message has a hire, and at which address. */
export interface HirePlace {
  /** Counted from 1. */
  readonly record: number;
  readonly line: number;
  /** Digest of the address. */
  readonly address: string;
}

/** A mark to be written. Another file or message may write it, too. */
export interface MarkWrite {
  readonly mark: Mark;
  /** Only over a mark with this content. Without it: over none, or one that was not asked for later, or in the future. */
  readonly over?: string;
}

/** The marks of a table. Methods throw when a call fails. */
export interface Marks {
  /** Those that there are, by key. Consistent. */
  read(keys: readonly string[], signal: AbortSignal): Promise<ReadonlyMap<string, Mark>>;
  /** Returns the keys of those that could not be written, as another one was faster. */
  write(
    writes: readonly MarkWrite[],
    nowMs: number,
    signal: AbortSignal,
  ): Promise<ReadonlySet<string>>;
}

/** The files of a table. Methods throw when a call fails, and return what is stored afterwards. */
export interface IntakeFiles {
  /** none → counting; a file that is there stays as it is. */
  begin(file: IntakeFile, nowMs: number, signal: AbortSignal): Promise<FileProgress>;
  /**
   * From one state to another one, or in one state to more records. Does nothing where the file is not, or no longer,
   * in state `from`, or is past as many records.
   */
  advance(
    from: FileState,
    to: FileProgress,
    nowMs: number,
    signal: AbortSignal,
  ): Promise<FileProgress>;
}

/** A message for the new-hire queue. */
export interface OutgoingHire {
  readonly body: string;
  /** Epoch milliseconds. */
  readonly askedAtMs: number;
  /** Key of the file, or id of the message, that it was taken from. */
  readonly takenFrom?: string;
}

/** The new-hire queue. Throws unless every hire is known to be sent. */
export type SendHires = (hires: readonly OutgoingHire[], signal: AbortSignal) => Promise<void>;

/** The object is not in the bucket any more, or not in this version. */
export class ObjectGoneError extends Error {
  override readonly name = 'ObjectGoneError';
  readonly isSafeToLog = true;

  constructor() {
    super(
      'The object, or this version of it, is no longer in the bucket: there is nothing to take.',
    );
  }
}

/** S3 will never hand the object out as it is. */
export class UnreadableObjectError extends UnreadableFileError {
  constructor() {
    const rule =
      'must not be archived, or encrypted with a key of its own; put it again, without a storage class and a key';
    super([{ rule }]);
  }
}

/** The bucket. What it opens throws ObjectGoneError, UnreadableObjectError, or the error of a call that fails. */
export interface Bucket {
  open(
    object: Pick<IntakeFile, 'objectKey' | 'versionId'>,
    signal: AbortSignal,
  ): AsyncIterable<Uint8Array>;
}

/** Messages were not sent. Those that were are sent once more, which does no harm. */
export class UnsentError extends Error {
  override readonly name = 'UnsentError';
  readonly isSafeToLog = true;

  constructor() {
    super('Some messages were not sent. The records are taken again.');
  }
}

/** Several files or messages about the same people were taken at once, and were in each other's way. */
export class ContestedMarksError extends Error {
  override readonly name = 'ContestedMarksError';
  readonly isSafeToLog = true;

  constructor() {
    super('Others take records about the same people at the same time. These are taken again.');
  }
}
