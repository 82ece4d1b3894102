import { paginateFilterLogEvents } from '@aws-sdk/client-cloudwatch-logs';
import type { Stack } from '../stack/stack.ts';

export interface LogLine {
  readonly atMs: number;
  /** The fields of the line, which is JSON. */
  readonly facts: Readonly<Record<string, unknown>>;
}

/** The structured lines of a log group that hold one of the terms, anywhere. */
export async function findLogLines(
  { clients }: Stack,
  logGroupName: string,
  terms: readonly string[],
  signal: AbortSignal,
): Promise<readonly LogLine[]> {
  const pages = paginateFilterLogEvents(
    { client: clients.cloudWatchLogs },
    { logGroupName, filterPattern: terms.map((term) => `?${quoted(term)}`).join(' ') },
  );
  const lines: LogLine[] = [];
  for await (const { events = [] } of pages) {
    signal.throwIfAborted();
    for (const { timestamp = 0, message = '' } of events) {
      const facts = factsOf(message);
      if (facts) lines.push({ atMs: timestamp, facts });
    }
  }
  return lines;
}

/** The line is JSON, in which the term is escaped already. */
function quoted(term: string): string {
  return JSON.stringify(JSON.stringify(term).slice(1, -1));
}

function factsOf(message: string): LogLine['facts'] | undefined {
  try {
    const json: unknown = JSON.parse(message);
    return typeof json === 'object' && json !== null ? { ...json } : undefined;
  } catch {
    return undefined;
  }
}
