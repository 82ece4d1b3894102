import * as v from 'valibot';
import { accessRulesSchema } from './access-rules-schema.ts';
import {
  completionEvent,
  deferredEvent,
  droppedEvent,
  provisionedEvent,
  rejectedEvent,
} from './completion-event.ts';
import { TEXT_MAX_CODE_POINTS } from './composed.ts';
import { documentedSchema, type JsonSchema } from './documented-schema.ts';
import { cloudEvent, envelopeContent, eventBridgeEvent, snsNotification } from './envelopes.ts';
import { MAX_JSON_LEVELS } from './json-shape.ts';
import { employeeNumber, newHireFields, plainText, sentText } from './new-hire.ts';
import { PERSON_KEY_PATTERN } from './person-key.ts';
import { LINK_MARK, VISIBLE_CHARACTER } from './plain-text.ts';
import { profileFields } from './profile.ts';
import type { ProfileField } from './profile-fields.ts';

const docs = new Map<object, JsonSchema>();

const TEXT = `At most ${TEXT_MAX_CODE_POINTS} characters (Unicode code points), one of them visible, without ://, control, bidirectional, tag and private-use characters.`;
for (const text of [sentText, plainText])
  docs.set(text, {
    minLength: 1,
    allOf: [{ pattern: visibleCharacter() }],
    maxLength: TEXT_MAX_CODE_POINTS,
    not: { type: 'string' as const, pattern: LINK_MARK },
  });
/** All that a hire may have, whatever of it a stack reads. */
const newHire = v.object({ ...newHireFields.entries, ...profileFields.entries });
const field = newHireFields.entries;
docs.set(newHire, {
  title: 'New hire',
  description:
    'One person who needs an account. Fields that are not listed here are ignored. Text is trimmed. An optional field that is null counts as not sent; so does empty text, which is better left out. Send only one of apiAccess and ApiAccess.',
  examples: [
    {
      emailAddress: 'ada.okafor@example.com',
      firstName: 'Ada',
      lastName: 'Okafor',
      employeeId: 'E-1042',
    },
  ],
  not: { required: ['apiAccess', 'ApiAccess'] },
});
docs.set(field.emailAddress, {
  title: 'Work address',
  description:
    'Identifies the person. The account gets the lower-case form, and at most one account exists for it. An international domain is sent in its xn-- form. The directory may have limits of its own.',
  examples: ['ada.okafor@example.com'],
});
docs.set(field.type, {
  title: 'Kind of user',
  description: 'The rights of the account. The operator decides which kinds are allowed.',
  examples: ['APP_USER'],
});
docs.set(field.firstName, {
  title: 'First name',
  description: TEXT,
  examples: ['Ada'],
});
docs.set(field.lastName, {
  title: 'Last name',
  description: TEXT,
  examples: ['Okafor'],
});
docs.set(field.startDate, {
  title: 'First day',
  description:
    'The account is created on this day, or as many days before as the operator has set, and at once if the day has come. A date-time counts with its date.',
  examples: ['2027-03-01'],
});
docs.set(field.apiAccess, {
  title: 'Programmatic access',
  description:
    'DISABLED if left out. ENABLED requires apiAccessPrincipalArn, with a role that the operator allows.',
  examples: ['DISABLED'],
});
docs.set(field.ApiAccess, {
  title: 'Programmatic access, former name',
  description: 'The name of apiAccess before 2023-09-25.',
  deprecated: true,
});
docs.set(field.apiAccessPrincipalArn, {
  title: 'Role for programmatic access',
  description: 'ARN of the IAM role that may use the API. Allowed only with apiAccess ENABLED.',
  examples: ['arn:aws:iam::111122223333:role/research-api'],
});
docs.set(field.employeeId, {
  title: 'Employee id',
  description:
    "HR's own stable id of the person. Copied to the record and the events. It distinguishes two people when an address is reassigned. An integer is taken as its decimal digits.",
  examples: ['E-1042'],
  not: { type: 'string', pattern: PERSON_KEY_PATTERN.source },
});
docs.set(employeeNumber, { type: 'integer', minimum: 0, maximum: Number.MAX_SAFE_INTEGER });
docs.set(field.requestId, {
  title: 'Request id',
  description:
    "Copied to the events as the correlation id. If left out, it is the envelope's id, or else a pseudonym of the body.",
  examples: ['onboarding-2026-11-0042'],
});
const PROFILE: Readonly<
  Record<ProfileField, readonly [title: string, meaning: string, example: string]>
> = {
  title: ['Title', 'What the person is.', 'Analyst'],
  userType: ['Kind of employment', 'How the person is related to the organization.', 'Employee'],
  department: [
    'Department',
    'May grant rights: the operator may allow certain values only.',
    'Trading',
  ],
  division: ['Division', 'Of the organization.', 'Markets'],
  organization: ['Organization', 'The employer, or its part.', 'Example Bank'],
  costCenter: ['Cost center', 'As text, also where it is a number.', '4711'],
  manager: [
    'Manager',
    'The employeeId of the manager, who should have an account already.',
    'E-1001',
  ],
  phoneNumber: ['Phone number', 'At work.', '+44 20 7946 0000'],
  preferredLanguage: ['Preferred language', 'A language tag.', 'en-GB'],
  locale: ['Locale', 'Language and region, for dates and amounts.', 'en-GB'],
  timezone: ['Time zone', 'By its name in the IANA database.', 'Europe/London'],
};
for (const [name, [title, meaning, example]] of Object.entries(PROFILE)) {
  docs.set(profileFields.entries[name as ProfileField], {
    title,
    description: `${meaning} ${TEXT} Read only where the operator has it forwarded or bounded.`,
    examples: [example],
  });
}
docs.set(provisionedEvent, {
  title: 'Provisioned',
  description:
    'The account exists. outcome: created; recovered (an earlier attempt created it, and its response was lost); existing (it existed before); duplicate (another request already provisioned this person). userName: what the person signs in with, where the directory has user names and this one follows from the address. differs: the account is not what this message requested. pending: what the account does not have yet, as no account of the manager is known; add it in the directory.',
});
docs.set(rejectedEvent, {
  title: 'Rejected',
  description:
    'The message can never succeed as it is. Its body and the reason are in the rejected queue.',
});
docs.set(deferredEvent, {
  title: 'Deferred',
  description:
    'The message was dead-lettered for an operator. Its body and the reason are in the dead-letter queue.',
});
docs.set(droppedEvent, {
  title: 'Dropped',
  description:
    'An operator discarded the message after it had failed for this reason. droppedBy: ARN of the operator. why: the explanation that the operator gave.',
});
docs.set(completionEvent, {
  title: 'Completion event',
  description:
    'The outcome of one message, as CloudEvents 1.0 JSON. Deduplicate by id. A later provisioned supersedes rejected and deferred. Fields may be added: ignore unknown ones.',
});

const message = v.union([newHire, cloudEvent, eventBridgeEvent, snsNotification]);
const ENVELOPE_FIELD = 'A new hire or another envelope. At most three envelopes in all.';
docs.set(message, {
  title: 'Message on the new-hire queue',
  description: `One new hire, bare or in at most three envelopes: CloudEvents 1.0 (structured), EventBridge, SNS notification. Nested at most ${MAX_JSON_LEVELS} levels deep.`,
});
docs.set(cloudEvent, { title: 'CloudEvents 1.0 in structured mode' });
docs.set(eventBridgeEvent, { title: 'EventBridge event' });
docs.set(snsNotification, { title: 'SNS notification' });
docs.set(envelopeContent, { $ref: '#', description: ENVELOPE_FIELD });
docs.set(snsNotification.entries.Message, {
  contentMediaType: 'application/json',
  contentSchema: { $ref: '#' },
  description: ENVELOPE_FIELD,
});

/**
 * The messages that Joiner accepts, the events that it sends and the rules of groups, as JSON Schema 2020-12 by file
 * name.
 * The function accepts every message that they allow, and a few more: it trims text, and takes empty text in an
 * optional field as not sent.
 */
export function jsonSchemas(): Record<string, JsonSchema> {
  return {
    'access-rules.schema.json': accessRulesSchema(),
    'completion-event.schema.json': toJsonSchema(completionEvent),
    'new-hire.schema.json': toJsonSchema(newHire),
    'new-hire-message.schema.json': toJsonSchema(message),
  };
}

function toJsonSchema(schema: v.GenericSchema): JsonSchema {
  const jsonSchema = documentedSchema(schema, docs);
  for (const part of [jsonSchema, ...(jsonSchema.anyOf ?? [])])
    if (typeof part === 'object') allowNullInOptional(part);
  return withoutStrictness(jsonSchema);
}

/** Our own events are strict for ourselves only: a reader must accept fields that a later version adds. */
function withoutStrictness(jsonSchema: JsonSchema): JsonSchema {
  const isKept = (key: string, value: unknown) =>
    key === 'additionalProperties' ? undefined : value;
  return JSON.parse(JSON.stringify(jsonSchema, isKept));
}

/** In the schema of a new hire, an optional field may be `null`: systems that write every field send it so. */
function allowNullInOptional({ title, properties = {}, required = [] }: JsonSchema): void {
  if (title !== docs.get(newHire)?.title) return;
  for (const [name, property] of Object.entries(properties)) {
    if (typeof property === 'boolean' || required.includes(name)) continue;
    if (property.anyOf) property.anyOf.push({ type: 'null' });
    if (property.enum) property.enum.push(null);
    if (property.type) Object.assign(property, { type: [property.type, 'null'] });
  }
}

/** As ranges: validators in other languages know no \p{…}. */
function visibleCharacter(): string {
  const isInvisible = (codePoint: number) =>
    !VISIBLE_CHARACTER.test(String.fromCodePoint(codePoint));
  const ranges: string[] = [];
  for (let first = 0; first <= 0x10ffff; first += 1) {
    if (!isInvisible(first)) continue;
    let last = first;
    while (isInvisible(last + 1)) last += 1;
    ranges.push(`${String.fromCodePoint(first)}-${String.fromCodePoint(last)}`);
    first = last;
  }
  return `[^${ranges.join('')}]`;
}
