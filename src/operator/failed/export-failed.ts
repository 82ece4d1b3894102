import { writeFile } from 'node:fs/promises';
import { withRequestId } from './edit-message.ts';
import type { FailedMessage } from './failed-message.ts';

export interface Exported {
  readonly exported: number;
  /** Bodies that are not a JSON object: no file that `send` reads can hold them. */
  readonly leftOut: readonly FailedMessage[];
}

/**
 * Writes messages as JSON lines that `readHireFile` reads, the oldest first. A body of several lines is
 * written without line breaks, and with its request id in the hire: the hash of the body would change.
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
  const isOneLine = body === body.trim() && !/[\n\r]/.test(body);
  return isOneLine ? body : withRequestId(JSON.stringify(json), requestId);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
