import * as v from 'valibot';
import {
  type EnvelopeIdentity,
  type FieldErrors,
  fieldOf,
  type JsonObject,
  rulesByField,
  unwrap,
} from './envelopes.ts';
import { checkEventTypes } from './event-types.ts';
import type { AccountFields } from './new-hire.ts';
import { identifier, newHire, newHireFields, sentFields, validOf } from './new-hire.ts';
import { readProfile } from './profile.ts';
import type { Profile, ProfileField } from './profile-fields.ts';
import type { Reason } from './reason.ts';

/** The ids that link a message to its events, its record and the logs. */
export interface Correlation {
  /** Printable ASCII, 1 to 128 characters, without an address. */
  readonly requestId: string;
  /** The same for every copy of one request, whatever message id SQS assigns. */
  readonly requestKey: string;
  /** Pseudonym of the body. */
  readonly bodyDigest: string;
  /** Envelope and its source, or `bare`. Printable ASCII, 1 to 128 characters, without an address. */
  readonly source: string;
}

/**
 * Returns a pseudonym of a text that may be, or hold, personal data: printable ASCII, 1 to 128 characters, the same
 * for the same text. Keyed, so that no reader of it can confirm a guess.
 */
export type PseudonymOf = (text: string) => string;

export type MessageReading =
  | {
      readonly kind: 'hire';
      readonly hire: AccountFields;
      /** Present where it is read. */
      readonly profile?: Profile;
      readonly employeeId?: string;
      /** `YYYY-MM-DD`. */
      readonly startDate?: string;
      readonly correlation: Correlation;
    }
  | {
      readonly kind: 'refused';
      readonly reason: Reason;
      readonly employeeId?: string;
      readonly correlation: Correlation;
      /** Identifies the person; present if the address itself is valid. */
      readonly emailAddress?: string;
      /** The requested account; present if only ids, the start date, the profile or the type of the event are at fault. */
      readonly hire?: AccountFields;
      /** Present where it is read and valid. */
      readonly profile?: Profile;
      /** `YYYY-MM-DD`; present where only the type of the event is at fault. */
      readonly startDate?: string;
    };

/** What a message says of a hire and its employee. */
export type HireContent = Pick<
  Extract<MessageReading, { kind: 'hire' }>,
  'hire' | 'profile' | 'employeeId' | 'startDate'
>;

/**
 * Reads the body of a message on the new-hire queue. Never throws: an invalid message is refused with
 * code `invalid-json`, `invalid-envelope`, `event-type-not-accepted` or `invalid-message`. The reason lists every
 * failing field with rule and remedy, contains no value of the body and stays below 3 KB.
 * @param pseudonymOf stands in for a body, an id or a source that must not be stored or logged as it is
 * @param acceptedEventTypes the policy's; empty for any type
 * @param profileFields those of a profile that are read; all others are ignored
 */
export function readMessage(
  body: string,
  pseudonymOf: PseudonymOf,
  acceptedEventTypes: readonly string[] = [],
  profileFields: readonly ProfileField[] = [],
): MessageReading {
  const unwrapped = unwrap(body);
  const correlateBy = (requestId?: string) =>
    correlate(body, unwrapped.identity, requestId, pseudonymOf);
  if (unwrapped.kind === 'refused')
    return { kind: 'refused', reason: unwrapped.reason, correlation: correlateBy() };
  const otherEvent = checkEventTypes(unwrapped.eventTypes, acceptedEventTypes);
  const read = v.safeParse(newHire, unwrapped.content);
  const { profile, rules = [] } = readProfile(unwrapped.content, profileFields);
  if (!read.success || rules.length > 0) {
    const refused = refusal(unwrapped.content, { issues: read.issues ?? [] }, rules, correlateBy);
    return { ...refused, ...(profile && { profile }), ...(otherEvent && { reason: otherEvent }) };
  }
  const { requestId, employeeId, startDate, ...hire } = read.output;
  const { emailAddress } = hire;
  return {
    ...(otherEvent ? { kind: 'refused', reason: otherEvent, emailAddress } : { kind: 'hire' }),
    hire,
    ...(startDate !== undefined && { startDate }),
    ...(profile && { profile }),
    ...(employeeId !== undefined && { employeeId }),
    correlation: correlateBy(requestId),
  };
}

/** Reads what is still valid in a refused message: the person, and the ids of the request. */
function refusal(
  content: JsonObject,
  error: FieldErrors,
  profileRules: readonly string[],
  correlateBy: (requestId?: string) => Correlation,
): Extract<MessageReading, { kind: 'refused' }> {
  const { entries } = newHireFields;
  const sent = sentFields(content);
  const emailAddress = validOf(entries.emailAddress, sent['emailAddress']);
  const employeeId = validOf(entries.employeeId, sent['employeeId']);
  const hire = accountFieldsOf(content, error);
  return {
    kind: 'refused',
    reason: {
      code: 'invalid-message',
      message: [...rulesByField(error), ...profileRules].join('. '),
    },
    ...(employeeId !== undefined && { employeeId }),
    ...(emailAddress !== undefined && { emailAddress }),
    ...(hire !== undefined && { hire }),
    correlation: correlateBy(validOf(identifier, sent['requestId'])),
  };
}

function accountFieldsOf(content: JsonObject, error: FieldErrors): AccountFields | undefined {
  const areAccountFieldsValid = error.issues.every((issue) =>
    ['requestId', 'employeeId', 'startDate'].includes(fieldOf(issue) ?? ''),
  );
  if (!areAccountFieldsValid) return undefined;
  const { requestId, employeeId, startDate, ...fields } = content;
  return validOf(newHire, fields);
}

function correlate(
  body: string,
  envelope: EnvelopeIdentity | undefined,
  givenRequestId: string | undefined,
  pseudonymOf: PseudonymOf,
): Correlation {
  let bodyDigest: string | undefined;
  return {
    ...requestIdsOf(body, envelope, givenRequestId, pseudonymOf),
    source: sourceOf(envelope, pseudonymOf),
    // Made when it is asked for: most hires have a request id, and start at once.
    get bodyDigest() {
      bodyDigest ??= pseudonymOf(body);
      return bodyDigest;
    },
  };
}

function requestIdsOf(
  body: string,
  envelope: EnvelopeIdentity | undefined,
  givenRequestId: string | undefined,
  pseudonymOf: PseudonymOf,
): Pick<Correlation, 'requestId' | 'requestKey'> {
  if (givenRequestId !== undefined) {
    const requestId = safeId(givenRequestId, pseudonymOf);
    return { requestId, requestKey: requestId };
  }
  if (envelope === undefined) {
    const bodyDigest = pseudonymOf(body);
    return { requestId: bodyDigest, requestKey: bodyDigest };
  }
  const { kind, source, id } = envelope;
  return {
    requestId: safeId(id, pseudonymOf),
    requestKey: pseudonymOf(JSON.stringify([kind, source, id])),
  };
}

function sourceOf(envelope: EnvelopeIdentity | undefined, pseudonymOf: PseudonymOf): string {
  if (envelope === undefined) return 'bare';
  const { kind, source } = envelope;
  return safeText(`${kind}:${source}`) ?? `${kind}:${pseudonymOf(source)}`;
}

/** As it is in a text, and percent-encoded once or more often. */
const AT_SIGN = /@|%(?:25)*40/;

/** An id that a sender chose, or what stands in for it where it must not be stored or logged as it is. */
export function safeId(id: string, pseudonymOf: PseudonymOf): string {
  return safeText(id) ?? pseudonymOf(id);
}

/** Senders choose these texts freely; ours must fit SQS message attributes and logs, and hold no address. */
function safeText(text: string): string | undefined {
  return v.is(identifier, text) && !AT_SIGN.test(text) ? text : undefined;
}
