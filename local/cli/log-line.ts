import * as z from 'zod/mini';

const entry = z.looseObject({ level: z.string(), message: z.string() });
/** CloudWatch's embedded metric format. */
const metrics = z.looseObject({ _aws: z.looseObject({}) });
const SHOWN_FACTS = [
  'outcome',
  'userId',
  'differs',
  'reasonCode',
  'cause',
  'visibilitySeconds',
  'requestId',
];

/**
 * A line of the function's log, short enough to follow: an outcome with its ids. A line of level ERROR, or
 * one that is not structured, is shown in full. Metrics are for CloudWatch: they are not shown.
 */
export function logLine(line: string): string | undefined {
  const json = parseJson(line);
  if (metrics.safeParse(json).success) return undefined;
  const { data } = entry.safeParse(json);
  if (data === undefined || data.level === 'ERROR') return line;
  const facts = SHOWN_FACTS.flatMap((name) =>
    data[name] === undefined ? [] : [`${name}=${String(data[name])}`],
  );
  return [data.message, ...facts].join(' ');
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
