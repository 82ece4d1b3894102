import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { SECRET } from './bad-bodies.ts';

/** A random body, and the words of it that no log may contain. */
export interface FuzzedBody {
  readonly body: string;
  readonly secrets: readonly string[];
}

const FIELDS = [
  'emailAddress',
  'type',
  'firstName',
  'lastName',
  'apiAccess',
  'ApiAccess',
  'apiAccessPrincipalArn',
  'employeeId',
  'requestId',
  '__proto__',
  'constructor',
  'specversion',
  'data',
  'detail-type',
  'detail',
  'Type',
  'Message',
  'id',
  'source',
];
/** Fields that the log contains, and that therefore hold no secret. */
const LOGGED = new Set(['requestId', 'id', 'MessageId']);

const events = new URL('../../../events/', import.meta.url);
const samples = readdirSync(events, { withFileTypes: true })
  // The files of hires have more than one, and the rules of groups none.
  .filter((entry) => entry.isFile() && !/^first-day|\.yml$/.test(entry.name))
  .map(({ name }) => name)
  .sort()
  .map((name) => readFileSync(new URL(name, events), 'utf8'));

/** JSON with a secret in every string, so that one in a log is found. */
const anyJson = fc
  .jsonValue({ maxDepth: 4 })
  .map((value) =>
    JSON.stringify(value, (_, one) => (typeof one === 'string' ? SECRET + one : one)),
  );

const anyPair = fc
  .tuple(fc.oneof(fc.constantFrom(...FIELDS), fc.string()), anyJson)
  .map(([key, value]) => {
    const shown = LOGGED.has(key) ? value.replaceAll(SECRET, '') : value;
    return `${JSON.stringify(key)}:${shown}`;
  });

const anyObject = fc.array(anyPair, { maxLength: 8 }).map((pairs) => `{${pairs.join(',')}}`);

const anything = fc
  .anything()
  .map((value) => JSON.stringify(value, (_, one) => (typeof one === 'bigint' ? `${one}` : one)))
  .map((text = '') => text);

type Change = (body: string) => string;

/** Changes that apply to any text. */
const CHANGES: readonly fc.Arbitrary<Change>[] = [
  // Cut off at the end, and at the beginning.
  fc.nat().map((at) => (body) => body.slice(0, at % body.length)),
  fc.nat().map((at) => (body) => body.slice(at % body.length)),
  // One character for another.
  fc.tuple(fc.nat(), fc.string({ minLength: 1, maxLength: 1, unit: 'binary' })).map(
    ([at, unit]) =>
      (body) =>
        body.slice(0, at % body.length) + unit + body.slice((at % body.length) + 1),
  ),
  // One more field, before or after the one of the same name.
  anyPair.map((pair) => (body) => body.replace('{', () => `{${pair},`)),
  anyPair.map((pair) => (body) => body.replace(/\}\s*$/, () => `,${pair}}`)),
  // Envelopes.
  fc
    .array(fc.constantFrom(inCloudEvent, inEventBridge, inSns), { minLength: 1, maxLength: 4 })
    .map((envelopes) => (body) => envelopes.reduce((inner, wrap) => wrap(inner), body)),
];

/** A sample of events/ with one or two changes to its text. */
const changedSample = fc
  .tuple(
    fc.constantFrom(...samples),
    fc.array(fc.oneof(...CHANGES), { minLength: 1, maxLength: 2 }),
  )
  .map(([sample, all]) => ({
    body: all.reduce((body, change) => change(body || ' '), sample),
    secrets: [SECRET, ...personalWords(sample)],
  }));

/** By family. */
export const FUZZED_BODIES: Readonly<Record<string, fc.Arbitrary<FuzzedBody>>> = {
  'random JSON': fc.oneof(anyJson, anyObject, anything).map(asSecret).map(asOnAQueue),
  'random text': fc
    .string({ unit: 'binary', maxLength: 200 })
    .map((text) => asSecret(SECRET + text))
    .map(asOnAQueue),
  'changed samples': changedSample.map(asOnAQueue),
};

function asSecret(body: string): FuzzedBody {
  return { body, secrets: [SECRET] };
}

/** SQS refuses some characters itself, and the emulator also those beyond U+FFFF. */
function asOnAQueue({ body, secrets }: FuzzedBody): FuzzedBody {
  const kept = body.replaceAll(
    /[^\t\n\r -\uD7FF\uE000-\uFFFD]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return { body: kept || ' ', secrets };
}

function inCloudEvent(data: string): string {
  return `{"specversion":"1.0","id":"event-1","source":"hr","data":${data}}`;
}

function inEventBridge(detail: string): string {
  return `{"detail-type":"hired","id":"event-2","source":"hr","detail":${detail}}`;
}

function inSns(text: string): string {
  return JSON.stringify({ Type: 'Notification', MessageId: 'event-3', Message: text });
}

/** Addresses and names, in the text as it stands. */
function personalWords(sample: string): readonly string[] {
  const fields = /\\?"(?:emailAddress|firstName|lastName)\\?"\s*:\s*\\?"([^"\\]{4,})/g;
  return [...sample.matchAll(fields)].map(([, value = '']) => value);
}
