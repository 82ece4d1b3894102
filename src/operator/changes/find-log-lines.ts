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
 * The structured lines of a log group.
 * @param filterPattern of CloudWatch Logs: `holdingOneOf` or `withPrefix`
 * @param startTime epoch milliseconds of the first line; default: since the log began
 */
export async function findLogLines(
  stack: Stack,
  logGroupName: string,
  filterPattern: string,
  signal: AbortSignal,
  startTime?: number,
): Promise<readonly LogLine[]> {
  const lines: LogLine[] = [];
  const pages = pagesOf(stack, { logGroupName, filterPattern, startTime });
  for await (const { events = [] } of pages) {
    signal.throwIfAborted();
    for (const { timestamp = 0, message = '' } of events) {
      const facts = factsOf(message);
      if (facts) lines.push({ atMs: timestamp, facts });
    }
  }
  return lines;
}

function pagesOf({ clients }: Stack, input: FilterLogEventsCommandInput) {
  return paginateFilterLogEvents({ client: clients.cloudWatchLogs }, input);
}

/** The lines that hold one of the terms, anywhere. */
export function holdingOneOf(terms: readonly string[]): string {
  return terms.map((term) => `?${quoted(term)}`).join(' ');
}

/**
 * The lines in which a field begins so. A term would only be found where it is whole.
 * @param prefix letters and digits
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 */
export function withPrefix(field: string, prefix: string): string {
  return `{ $.${field} = "${prefix}*" }`;
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
