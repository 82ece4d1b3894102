import { writeFile } from 'node:fs/promises';
import { parseJson } from '../../contracts/envelopes.ts';
import { readMessage } from '../../contracts/message.ts';
import { withAddedRequestId } from './edit-message.ts';
import type { FailedMessage } from './failed-message.ts';

export interface Exported {
  readonly exported: number;
  /** Bodies that are not a JSON object: no file that `send` reads can hold them. */
  readonly leftOut: readonly FailedMessage[];
}

/**
 * Writes messages as JSON lines that `readHireFile` reads, the oldest first. A request id that is only the
 * hash of the body is written into the hire, so that a line that is fixed stays the same request.
 * The file is new, and readable by its owner only, as it holds personal data.
 * @throws the system's error, such as EEXIST
 */
export async function exportFailed(
  messages: readonly FailedMessage[],
  path: string,
): Promise<Exported> {
  const oldestFirst = messages.toReversed();
  const lines = oldestFirst.map(lineOf);
  const kept = lines.filter((line) => line !== undefined);
  await writeFile(path, kept.map((line) => `${line}\n`).join(''), { flag: 'wx', mode: 0o600 });
  return {
    exported: kept.length,
    leftOut: oldestFirst.filter((_, index) => lines[index] === undefined),
  };
}

function lineOf({ body, requestId }: FailedMessage): string | undefined {
  const json = parseJson(body);
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return undefined;
  const { requestKey, bodyHash } = readMessage(body).correlation;
  const isOneLine = body === body.trim() && !/[\n\r]/.test(body);
  const line = isOneLine ? body : JSON.stringify(json);
  // The hash of a body is another one once the line is fixed: the id must be in the hire.
  return requestKey === bodyHash ? withAddedRequestId(line, requestId) : line;
}
