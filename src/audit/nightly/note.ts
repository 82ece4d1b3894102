import * as v from 'valibot';

const text = v.string();
const number = v.pipe(v.number(), v.finite());

const note = v.object({
  format: v.literal('joiner-nightly-audit-1'),
  /** Of the write: no other has the same. */
  by: text,
  /** When the first run was. Until an audit has ended, its age counts from here. */
  sinceMs: number,
  running: v.optional(
    v.object({
      startedAtMs: number,
      /** The object with the audit as it was saved; absent before. */
      stateKey: v.optional(text),
      /** No run continues it before: another is at work, or the second look is not due. */
      freeAtMs: number,
    }),
  ),
  last: v.optional(v.object({ endedAtMs: number, findings: number, reportKey: text })),
});

/** What the nightly audit has come to. It is replaced as a whole, and only by a run that has read it. */
export type Note = Omit<v.InferOutput<typeof note>, 'format' | 'by'>;
export type RunningAudit = NonNullable<Note['running']>;

/** The object in the bucket is no note: a person has put it there. */
class NoteError extends Error {
  override readonly name = 'NoteError';
  readonly isSafeToLog = true;
}

/** @throws {NoteError} */
export function readNote(content: string): Note {
  const read = v.safeParse(note, parsed(content));
  if (read.success) return read.output;
  throw new NoteError(
    'nightly-audit.json in the bucket of the audit is not as Joiner wrote it. Delete it: the next audit then begins from the start.',
  );
}

export function noteText({ sinceMs, running, last }: Note, by: string): string {
  const written: v.InferOutput<typeof note> = {
    format: 'joiner-nightly-audit-1',
    by,
    sinceMs,
    ...(running && { running }),
    ...(last && { last }),
  };
  return JSON.stringify(written);
}

function parsed(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch {
    return undefined;
  }
}
