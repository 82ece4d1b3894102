import * as v from 'valibot';
import type { EventType } from './event-types.ts';
import { isTooComplex, MAX_JSON_LEVELS } from './json-shape.ts';
import type { MessageReasonCode, Reason } from './reason.ts';

export type JsonObject = Readonly<Record<string, unknown>>;

export interface FieldErrors {
  readonly issues: readonly Pick<v.BaseIssue<unknown>, 'message' | 'path'>[];
}

/** The identity that an envelope gives its message. */
export interface EnvelopeIdentity {
  readonly kind: 'cloudevents' | 'eventbridge' | 'sns';
  readonly source: string;
  readonly id: string;
}

/** `identity` comes from the innermost envelope that has an id, even if the content is refused. */
export type Unwrapped =
  | {
      readonly kind: 'content';
      readonly content: JsonObject;
      readonly identity?: EnvelopeIdentity;
      /** Of every envelope that has types, the outermost first. */
      readonly eventTypes: readonly EventType[];
    }
  | { readonly kind: 'refused'; readonly reason: Reason; readonly identity?: EnvelopeIdentity };

/** How many envelopes may wrap a hire. */
export const MAX_ENVELOPES = 3;

const CONTENT_RULE = 'must be a JSON object; put the hire there as JSON, not as text or base64';

/** The content of an envelope: a hire or another envelope. */
export const envelopeContent = v.custom<JsonObject>(isJsonObject, CONTENT_RULE);

/** CloudEvents 1.0 in structured JSON mode. */
export const cloudEvent = v.object(
  {
    specversion: v.literal('1.0', 'must be 1.0; send CloudEvents 1.0 in structured mode'),
    data: envelopeContent,
  },
  CONTENT_RULE,
);

/** An event as EventBridge delivers it to a queue. */
export const eventBridgeEvent = v.object(
  {
    'detail-type': v.string('must be a string; send the event as EventBridge delivers it'),
    detail: envelopeContent,
  },
  CONTENT_RULE,
);

const DEPTH_RULE = `must not be nested deeper than ${MAX_JSON_LEVELS} levels; send the hire as one JSON object`;
const SNS_MESSAGE_RULE = 'must hold a JSON object as text; publish the hire to the topic as JSON';

/** A notification as SNS delivers it to a queue without raw message delivery. */
export const snsNotification = v.object(
  {
    Type: v.literal(
      'Notification',
      'must be Notification; confirm subscriptions outside this queue',
    ),
    Message: v.string(SNS_MESSAGE_RULE),
  },
  SNS_MESSAGE_RULE,
);

const ENVELOPE_KINDS = [
  {
    kind: 'cloudevents',
    matches: (json: JsonObject) => Object.hasOwn(json, 'specversion'),
    schema: cloudEvent,
    contentField: 'data',
    typeField: 'type',
    sourceField: 'source',
    idField: 'id',
  },
  {
    kind: 'eventbridge',
    matches: (json: JsonObject) => Object.hasOwn(json, 'detail-type'),
    schema: eventBridgeEvent,
    contentField: 'detail',
    typeField: 'detail-type',
    sourceField: 'source',
    idField: 'id',
  },
  {
    kind: 'sns',
    matches: (json: JsonObject) =>
      json['Type'] === 'Notification' ||
      (Object.hasOwn(json, 'Type') && Object.hasOwn(json, 'Message')),
    schema: snsNotification,
    contentField: 'Message',
    typeField: undefined,
    sourceField: 'TopicArn',
    idField: 'MessageId',
  },
] as const;

export type EnvelopeKind = (typeof ENVELOPE_KINDS)[number];

/** The members by which an envelope is known that gives its event a type. SNS gives none, and carries only text. */
const TYPED_ENVELOPE_MEMBERS = ['specversion', 'detail-type'];

/** @param name of a member, as it is written in JSON between its quotes: with escapes or not */
export function isOfTypedEnvelope(name: string): boolean {
  const isEscaped = name.includes('\\');
  return TYPED_ENVELOPE_MEMBERS.includes(isEscaped ? String(parseJson(`"${name}"`)) : name);
}

export function isTypedEnvelope(json: JsonObject): boolean {
  return TYPED_ENVELOPE_MEMBERS.some((name) => Object.hasOwn(json, name));
}

/** The envelope that a JSON object is, valid or not; undefined if it is none. */
export function envelopeOf(json: JsonObject): EnvelopeKind | undefined {
  return ENVELOPE_KINDS.find(({ matches }) => matches(json));
}

/**
 * Takes the content out of its envelopes: none, or up to three of CloudEvents 1.0, EventBridge and
 * SNS in any nesting. Never throws. Refuses with code `invalid-json`, `invalid-envelope`, or
 * `invalid-message` if the body is JSON but not an object.
 */
export function unwrap(body: string): Unwrapped {
  if (isTooComplex(body)) return refused('invalid-json', [`body: ${DEPTH_RULE}`]);
  const json = parseMessage(body);
  if (json === notJson)
    return refused('invalid-json', [
      'body: must be JSON in UTF-8; send the hire as one JSON object',
    ]);
  if (!isJsonObject(json))
    return refused('invalid-message', ['body: must be a JSON object; send one hire per message']);
  return unwrapFrom(json, 0, [], undefined);
}

function unwrapFrom(
  json: JsonObject,
  envelopes: number,
  eventTypes: readonly EventType[],
  outer: EnvelopeIdentity | undefined,
): Unwrapped {
  const envelope = envelopeOf(json);
  if (envelope === undefined)
    return { kind: 'content', content: json, eventTypes, ...withIdentity(outer) };
  if (envelopes === MAX_ENVELOPES)
    return refused(
      'invalid-envelope',
      [`body: must hold the hire in at most ${MAX_ENVELOPES} envelopes; send it in fewer`],
      outer,
    );
  const identity = identityOf(envelope, json) ?? outer;
  const read = v.safeParse(envelope.schema, json);
  if (!read.success) return refused('invalid-envelope', rulesByField(read), identity);
  const carried = json[envelope.contentField];
  if (typeof carried === 'string' && isTooComplex(carried))
    return refused('invalid-json', [`Message: ${DEPTH_RULE}`], identity);
  const content = typeof carried === 'string' ? parseMessage(carried) : carried;
  if (!isJsonObject(content))
    return refused('invalid-envelope', [`Message: ${SNS_MESSAGE_RULE}`], identity);
  const types = [...eventTypes, ...typesOf(envelope, json)];
  return unwrapFrom(content, envelopes + 1, types, identity);
}

/**
 * Returns the body with new content in the same envelopes, which change only in their white space.
 * `body` must be one that `unwrap` accepts.
 */
export function rewrap(body: string, content: JsonObject): string {
  return JSON.stringify(rewrapIn(parseJson(body) as JsonObject, content));
}

function rewrapIn(json: JsonObject, content: JsonObject): JsonObject {
  const envelope = envelopeOf(json);
  if (envelope === undefined) return content;
  const carried = json[envelope.contentField];
  const isText = typeof carried === 'string';
  const inner = rewrapIn((isText ? parseJson(carried) : carried) as JsonObject, content);
  return { ...json, [envelope.contentField]: isText ? JSON.stringify(inner) : inner };
}

function typesOf({ typeField: field }: EnvelopeKind, json: JsonObject): readonly EventType[] {
  if (field === undefined) return [];
  const type = json[field];
  return [{ field, type: typeof type === 'string' ? type : '' }];
}

function identityOf(envelope: EnvelopeKind, json: JsonObject): EnvelopeIdentity | undefined {
  const id = json[envelope.idField];
  const source = json[envelope.sourceField];
  // An empty id does not identify a message: it counts as no id.
  if (typeof id !== 'string' || id === '') return undefined;
  return { kind: envelope.kind, source: typeof source === 'string' ? source : '', id };
}

/**
 * The types that the envelopes of a body give their events, the outermost first: also where they are invalid, or hold
 * something else than a hire.
 */
export function eventTypesOf(body: string): readonly EventType[] {
  const types: EventType[] = [];
  let carried: unknown = body;
  for (let envelopes = 0; envelopes < MAX_ENVELOPES; envelopes += 1) {
    const json = typeof carried === 'string' ? parseJson(carried) : carried;
    const envelope = isJsonObject(json) ? envelopeOf(json) : undefined;
    if (!envelope || !isJsonObject(json)) break;
    types.push(...typesOf(envelope, json));
    carried = json[envelope.contentField];
  }
  return types;
}

/** The first broken rule of each field, as `field: rule; remedy`. Contains no value of the message. */
export function rulesByField(error: FieldErrors): string[] {
  const rules = new Map<string, string>();
  for (const issue of error.issues) {
    const field = fieldOf(issue) ?? 'body';
    if (!rules.has(field)) rules.set(field, `${field}: ${issue.message}`);
  }
  return [...rules.values()];
}

/** The member of the checked object that breaks a rule; undefined if it is the object itself. */
export function fieldOf({ path }: FieldErrors['issues'][number]): string | undefined {
  return path && String(path[0].key);
}

function refused(
  code: MessageReasonCode,
  rules: readonly string[],
  identity?: EnvelopeIdentity,
): Unwrapped {
  return {
    kind: 'refused',
    reason: { code, message: rules.join('. ') },
    ...withIdentity(identity),
  };
}

function withIdentity(identity: EnvelopeIdentity | undefined): { identity?: EnvelopeIdentity } {
  return identity === undefined ? {} : { identity };
}

const notJson = Symbol('not JSON');

/** Fields with an employee id. */
const IDS = new Set(['employeeId', 'manager']);
const WHOLE_NUMBER = /^\d+(?:\.0+)?$/;

/**
 * As `parseJson`. A number that JSON.parse rounds could be two employees' id: it counts as no number, and is written
 * again as it was. A text nested too deep to be read (`isTooComplex`) counts as no JSON, as a reviver calls itself once
 * a level.
 */
export function parseMessage(text: string): unknown {
  return parseJson(text, (name, value, { source = '' } = {}) =>
    typeof value === 'number' && IDS.has(name) && !WHOLE_NUMBER.test(source)
      ? rawJson(source)
      : value,
  );
}

/** An object that JSON.stringify writes as this text: Node 21 and later. */
const { rawJSON: rawJson } = JSON as unknown as { rawJSON(text: string): object };

/** `context` has the number as it is written: Node 21 and later. */
type Reviver = (name: string, value: unknown, context?: { readonly source?: string }) => unknown;

/** The value that a JSON text has, after a byte-order mark or not; `notJson` without one. */
export function parseJson(text: string, revive?: Reviver): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''), revive);
  } catch {
    return notJson;
  }
}

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
