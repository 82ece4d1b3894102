import * as z from 'zod/mini';

const entry = z.looseObject({ level: z.string(), message: z.string() });
const shownFacts = [
  'outcome',
  'userId',
  'differs',
  'reasonCode',
  'cause',
  'visibilitySeconds',
  'requestId',
];

/**
 * A line of the function's log, short enough to follow by eye: an outcome with its ids. A line of
 * level ERROR is shown whole, and so is what is no entry of a structured log.
 */
export function logLine(line: string): string {
  const { data } = entry.safeParse(parseJson(line));
  if (data === undefined || data.level === 'ERROR') return line;
  const facts = shownFacts.flatMap((name) =>
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
