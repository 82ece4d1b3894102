import { open } from 'node:fs/promises';
import { parseJson, parseMessage } from '../../contracts/envelopes.ts';
import { isTooComplex } from '../../contracts/json-shape.ts';
import { readMessage } from '../../contracts/message.ts';
import type { Digests } from '../../provisioning/digests.ts';
import { withAddedRequestId } from './edit-message.ts';
import type { FailedMessage, ListedMessage } from './failed-message.ts';

export interface Exported {
  readonly exported: number;
  /** Raw records, and files: `send` reads a file of hires, or of one source. */
  readonly raw: readonly ListedMessage[];
  /** Bodies that are not a JSON object: no file that `send` reads can hold them. */
  readonly leftOut: readonly ListedMessage[];
  /** Written as they are, as they are nested too deep to be read: `send` has them rejected again. */
  readonly unread: readonly ListedMessage[];
}

export interface ExportOptions {
  readonly digests: Pick<Digests, 'pseudonymOf'>;
  /** Writes the raw records of this HR system, as they are, instead of hires. */
  readonly source: string | undefined;
}

/**
 * Writes messages as JSON lines that `readHireFile` reads, the oldest first. A request id that only
 * stands in for the body is written into the hire, so that a line that is fixed stays the same request.
 * The file is new, and readable by its owner only, as it holds personal data.
 * @throws the system's error, such as EEXIST
 */
export async function exportFailed(
  messages: readonly FailedMessage[],
  path: string,
  { digests, source }: ExportOptions,
): Promise<Exported> {
  const leftOut: ListedMessage[] = [];
  const unread: ListedMessage[] = [];
  const raw: ListedMessage[] = [];
  const wanted = source === undefined ? 'new-hires' : 'intake';
  let exported = 0;
  const file = await open(path, 'wx', 0o600);
  try {
    for (const message of messages.toReversed()) {
      if (message.origin !== wanted) {
        raw.push(message);
        continue;
      }
      // Read once: it may be on disk.
      const { body, requestId } = message;
      const line = lineOf({ body, requestId }, { digests, source });
      if (line === undefined) leftOut.push(message);
      else {
        await file.appendFile(`${line}\n`);
        exported += 1;
        if (isTooComplex(body)) unread.push(message);
      }
    }
  } finally {
    await file.close();
  }
  return { exported, leftOut, unread, raw };
}

function lineOf(
  { body, requestId }: Pick<FailedMessage, 'body' | 'requestId'>,
  { digests, source }: ExportOptions,
): string | undefined {
  const json = parseJson(body);
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return undefined;
  // `parseMessage` and JSON.stringify call themselves once a level. In valid JSON a line break is never within a string.
  if (source !== undefined || isTooComplex(body)) return body.trim().replace(/[\n\r]+/g, ' ');
  const { requestKey, bodyDigest } = readMessage(body, digests.pseudonymOf).correlation;
  const isOneLine = body === body.trim() && !/[\n\r]/.test(body);
  const line = isOneLine ? body : JSON.stringify(parseMessage(body));
  // The pseudonym of a body is another one once the line is fixed: the id must be in the hire.
  return requestKey === bodyDigest ? withAddedRequestId(line, requestId) : line;
}
