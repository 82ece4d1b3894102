import { GetObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';

/** The one object that is replaced. All others are written once. */
const NOTE_KEY = 'nightly-audit.json';

/** Lines that are encoded at once. */
const LINES_PER_CHUNK = 1_000;

/**
 * How S3 refuses a conditional write: the object is there, is another, is gone, or is being written.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
 */
const REFUSED: readonly string[] = [
  'PreconditionFailed',
  'ConditionalRequestConflict',
  'NoSuchKey',
];

export interface StoredNote {
  readonly text: string;
  /** For the next write. */
  readonly eTag: string;
}

/** A note is replaced only by a writer that has read it: `lost` where another has written since. */
export type NoteWrite =
  | { readonly kind: 'written'; readonly eTag: string }
  | { readonly kind: 'lost' };

export type AuditBucket = ReturnType<typeof createAuditBucket>;

/** Where the nightly audit keeps its note, the audits that it has not finished, and its reports. */
export function createAuditBucket({
  client,
  bucketName: Bucket,
}: {
  readonly client: S3Client;
  readonly bucketName: string;
}) {
  return { readNote, writeNote, writeLines, readLines, writeOnce };

  async function readNote(signal: AbortSignal): Promise<StoredNote | undefined> {
    const command = new GetObjectCommand({ Bucket, Key: NOTE_KEY });
    try {
      const { Body, ETag = '' } = await client.send(command, { abortSignal: signal });
      return { text: (await Body?.transformToString()) ?? '', eTag: ETag };
    } catch (error) {
      if (Object(error).name === 'NoSuchKey') return undefined;
      throw error;
    }
  }

  /**
   * @param text unlike any other that was ever written
   * @param after ETag of the note that it replaces; undefined for the first
   */
  async function writeNote(
    text: string,
    after: string | undefined,
    signal: AbortSignal,
  ): Promise<NoteWrite> {
    const condition = after === undefined ? { IfNoneMatch: '*' } : { IfMatch: after };
    try {
      const { ETag = '' } = await put(NOTE_KEY, text, signal, condition);
      return { kind: 'written', eTag: ETag };
    } catch (error) {
      if (!isRefused(error)) throw error;
      // The SDK repeats a call whose response was lost: what refuses it then is our own write.
      const now = await readNote(signal);
      return now?.text === text ? { kind: 'written', eTag: now.eTag } : { kind: 'lost' };
    }
  }

  async function writeLines(
    key: string,
    lines: Iterable<string>,
    signal: AbortSignal,
  ): Promise<void> {
    await put(key, encoded(lines), signal);
  }

  async function readLines(key: string, signal: AbortSignal): Promise<Iterable<string>> {
    const command = new GetObjectCommand({ Bucket, Key: key });
    const { Body } = await client.send(command, { abortSignal: signal });
    return linesOf(Buffer.from((await Body?.transformToByteArray()) ?? []));
  }

  /** Does nothing where there is such an object. */
  async function writeOnce(key: string, text: string, signal: AbortSignal): Promise<void> {
    await put(key, text, signal, { IfNoneMatch: '*' }).catch((error) => {
      if (!isRefused(error)) throw error;
    });
  }

  function put(Key: string, Body: string | Buffer, abortSignal: AbortSignal, condition = {}) {
    return client.send(new PutObjectCommand({ Bucket, Key, Body, ...condition }), { abortSignal });
  }
}

function isRefused(error: unknown): boolean {
  return REFUSED.includes(Object(error).name);
}

/** Of 100,000 people some 50 MB: more than one string of all lines should be. */
function encoded(lines: Iterable<string>): Buffer {
  const chunks: Buffer[] = [];
  let chunk: string[] = [];
  for (const line of lines) {
    chunk.push(`${line}\n`);
    if (chunk.length < LINES_PER_CHUNK) continue;
    chunks.push(Buffer.from(chunk.join('')));
    chunk = [];
  }
  return Buffer.concat([...chunks, Buffer.from(chunk.join(''))]);
}

function* linesOf(content: Buffer): Generator<string> {
  for (let start = 0; start < content.length; ) {
    const end = content.indexOf('\n', start);
    const stop = end === -1 ? content.length : end;
    yield content.toString('utf8', start, stop);
    start = stop + 1;
  }
}
