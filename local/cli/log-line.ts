import * as v from 'valibot';

const entry = v.looseObject({ level: v.string(), message: v.string() });
/** CloudWatch's embedded metric format. */
const metrics = v.looseObject({ _aws: v.looseObject({}) });
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
  if (v.is(metrics, json)) return undefined;
  if (!v.is(entry, json) || json.level === 'ERROR') return line;
  const facts = SHOWN_FACTS.flatMap((name) =>
    json[name] === undefined ? [] : [`${name}=${String(json[name])}`],
  );
  return [json.message, ...facts].join(' ');
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
