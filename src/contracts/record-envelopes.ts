import * as v from 'valibot';
import {
  cloudEvent,
  type EnvelopeKind,
  eventBridgeEvent,
  isJsonObject,
  type JsonObject,
  rulesByField,
  snsNotification,
} from './envelopes.ts';

const CLOUD_EVENT_RULE = 'must be a JSON object, a list, or text; send no data_base64';
const CLOUD_EVENT_DATA = v.union(
  [v.custom<JsonObject>(isJsonObject), v.array(v.unknown()), v.string()],
  CLOUD_EVENT_RULE,
);
const DETAIL_RULE = 'must be a JSON object; put a list into a member of it';
const TEXT_RULE = 'must hold the records as text; publish JSON or CSV to the topic';

/**
 * The envelopes of raw records, which may be more than one, and no JSON: a list, or text. The detail of EventBridge is
 * always an object.
 */
const RECORD_ENVELOPES = {
  cloudevents: v.object({ ...cloudEvent.entries, data: CLOUD_EVENT_DATA }, CLOUD_EVENT_RULE),
  eventbridge: v.object(
    { ...eventBridgeEvent.entries, detail: v.custom<JsonObject>(isJsonObject, DETAIL_RULE) },
    DETAIL_RULE,
  ),
  sns: v.object({ ...snsNotification.entries, Message: v.string(TEXT_RULE) }, TEXT_RULE),
} as const satisfies Readonly<Record<EnvelopeKind['kind'], v.GenericSchema>>;

/** The broken rules of an envelope of raw records; none if it is valid. */
export function envelopeRulesBroken(kind: EnvelopeKind['kind'], json: JsonObject): string[] {
  const { issues = [] } = v.safeParse(RECORD_ENVELOPES[kind], json);
  return rulesByField({ issues });
}
