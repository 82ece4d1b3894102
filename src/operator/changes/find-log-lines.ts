import {
  type FilterLogEventsCommandInput,
  paginateFilterLogEvents,
} from '@aws-sdk/client-cloudwatch-logs';
import type { Stack } from '../stack/stack.ts';

export interface LogLine {
  readonly atMs: number;
  /** The fields of the line, which is JSON. */
  readonly facts: Readonly<Record<string, unknown>>;
}

/**
 * The structured lines of a log group that match one of the patterns, each once, in order of time. One search for each
 * pattern: none, for no pattern.
 * @param patterns `holdingOneOf` or `withPrefix`
 * @param startTime epoch milliseconds of the first line; default: since the log began
 */
export async function findLogLines(
  stack: Stack,
  logGroupName: string,
  patterns: readonly string[],
  signal: AbortSignal,
  startTime?: number,
): Promise<readonly LogLine[]> {
  const lines = new Map<string, LogLine>();
  for (const filterPattern of patterns)
    for await (const event of eventsOf(stack, { logGroupName, filterPattern, startTime }, signal)) {
      const { timestamp = 0, message = '', eventId = `${timestamp} ${message}` } = event;
      const facts = factsOf(message);
      if (facts) lines.set(eventId, { atMs: timestamp, facts });
    }
  return [...lines.values()].sort((one, other) => one.atMs - other.atMs);
}

async function* eventsOf(
  { clients }: Stack,
  input: FilterLogEventsCommandInput,
  signal: AbortSignal,
) {
  const pages = paginateFilterLogEvents({ client: clients.cloudWatchLogs }, input);
  for await (const { events = [] } of pages) {
    signal.throwIfAborted();
    yield* events;
  }
}

/**
 * Characters of a pattern.
 * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html
 */
const MAX_LENGTH = 1_024;

/**
 * The lines that hold one of the terms, anywhere: as many patterns as the terms need room for. No pattern for no term,
 * as an empty one matches every line. A term that is too long by itself is in no line: no key or request id is as long.
 */
export function holdingOneOf(terms: readonly string[]): readonly string[] {
  const patterns: string[] = [];
  for (const part of terms.map((term) => `?${quoted(term)}`)) {
    if (part.length > MAX_LENGTH) continue;
    const last = patterns.pop();
    const longer = last === undefined ? part : `${last} ${part}`;
    if (last !== undefined && longer.length > MAX_LENGTH) patterns.push(last, part);
    else patterns.push(longer);
  }
  return patterns;
}

/**
 * The lines in which a field begins so. A term would only be found where it is whole.
 * @param prefix letters and digits
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 */
export function withPrefix(field: string, prefix: string): readonly string[] {
  return [`{ $.${field} = "${prefix}*" }`];
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
