import * as z from 'zod/mini';
import {
  cloudEvent,
  type EnvelopeKind,
  eventBridgeEvent,
  isJsonObject,
  type JsonObject,
  snsNotification,
} from './envelopes.ts';

/**
 * The envelopes of raw records, which may be more than one, and no JSON: a list, or text. The detail of EventBridge is
 * always an object.
 */
export const RECORD_ENVELOPES = {
  cloudevents: z.extend(cloudEvent, {
    data: z.union(
      [z.custom<JsonObject>(isJsonObject), z.array(z.unknown()), z.string()],
      'must be a JSON object, a list, or text; send no data_base64',
    ),
  }),
  eventbridge: z.extend(eventBridgeEvent, {
    detail: z.custom<JsonObject>(
      isJsonObject,
      'must be a JSON object; put a list into a member of it',
    ),
  }),
  sns: z.extend(snsNotification, {
    Message: z.string('must hold the records as text; publish JSON or CSV to the topic'),
  }),
} as const satisfies Readonly<Record<EnvelopeKind['kind'], z.ZodMiniType>>;
