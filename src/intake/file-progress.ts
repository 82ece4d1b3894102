/** How far a file has come. The states follow each other in this order; none comes back. */
export const FILE_STATES = ['counting', 'waiting', 'approved', 'sending', 'done'] as const;

export type FileState = (typeof FILE_STATES)[number];

/** How a file was done: all of it was taken, or no record of it could be, or it was no longer there. */
export const FILE_ENDS = ['sent', 'unreadable', 'gone'] as const;

export type FileEnd = (typeof FILE_ENDS)[number];

/** Records of a file, by what they come to. Each is counted once, however often the function is cut off. */
export interface FileCounts {
  /** People of whom nothing was sent before. Counted before anything is sent, and kept then. */
  readonly new: number;
  /** People of whom something else was sent before. Counted and kept as `new` is. */
  readonly changed: number;
  /** Hires that this file sent: 0 while it is counted. */
  readonly sent: number;
  /** The same was sent, or rejected, before. */
  readonly known: number;
  /** Something else about the person, at the same address, was sent, or was known, by a later file or message. */
  readonly superseded: number;
  /** The source says that they are no hires. */
  readonly leftOut: number;
  /**
   * They cannot be mapped, or another record of the file is about the same person, or a later one is at another
   * address.
   */
  readonly rejected: number;
}

export const NO_COUNTS: FileCounts = {
  new: 0,
  changed: 0,
  sent: 0,
  known: 0,
  superseded: 0,
  leftOut: 0,
  rejected: 0,
};

/** One version of one object of the bucket. Times are epoch milliseconds. */
export interface IntakeFile {
  /** Its key in the table: `file#` and a SHA-256. */
  readonly key: string;
  readonly source: string;
  readonly objectKey: string;
  readonly versionId: string;
  /** In bytes. */
  readonly size: number;
  /** When it was put into the bucket: of two files, the later one decides. */
  readonly askedAtMs: number;
}

/** What the table knows of a file. */
export interface FileProgress extends IntakeFile {
  readonly state: FileState;
  /** Records that the current pass, counting or sending, is past. */
  readonly done: number;
  readonly counts: FileCounts;
  /** Rows above the header, which are no records; absent where there are none. */
  readonly rowsAboveHeader?: number;
  readonly startedAtMs: number;
  readonly updatedAtMs: number;
  /** Of a file that is done. */
  readonly end?: FileEnd;
  /** ARN of the operator who approved it, and why. */
  readonly approvedBy?: string;
  readonly why?: string;
}

/** A file may send so many hires of new people, and of known ones, or reject so many records, without an operator. */
export interface ApprovalLimit {
  readonly maxNew: number;
}

/**
 * Whether a counted file waits for an operator: many new people, or many of whom it asks something else than before, or
 * many records that cannot be mapped, or more than half of those that are hires.
 */
function needsApproval(
  { counts, done }: Pick<FileProgress, 'counts' | 'done'>,
  { maxNew }: ApprovalLimit,
): boolean {
  if (Math.max(counts.new, counts.changed, counts.rejected) > maxNew) return true;
  return counts.rejected * 2 > done - counts.leftOut;
}

/** The end of counting: the counts stay with a file that waits, and sending begins with the first record. */
export function afterCounting(counted: FileProgress, limit: ApprovalLimit): FileProgress {
  if (needsApproval(counted, limit)) return { ...counted, state: 'waiting' };
  return atStartOfSending(counted);
}

/** counting or approved → sending, from the first record. */
export function atStartOfSending(progress: FileProgress): FileProgress {
  const { new: fresh, changed } = progress.counts;
  const counts = { ...NO_COUNTS, new: fresh, changed };
  return { ...progress, state: 'sending', done: 0, counts };
}

export function plus(one: FileCounts, other: FileCounts): FileCounts {
  const names = Object.keys(NO_COUNTS) as (keyof FileCounts)[];
  const sums = names.map((name) => [name, one[name] + other[name]] as const);
  return Object.fromEntries(sums) as unknown as FileCounts;
}
