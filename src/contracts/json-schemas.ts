import * as z from 'zod/mini';
import {
  completionEvent,
  deferredEvent,
  droppedEvent,
  provisionedEvent,
  rejectedEvent,
} from './completion-event.ts';
import { cloudEvent, envelopeContent, eventBridgeEvent, snsNotification } from './envelopes.ts';
import { NAME_MAX_CODE_POINTS, newHire, newHireFields } from './new-hire.ts';
import { PERSON_KEY_PATTERN } from './person-key.ts';

/** A JSON Schema document. */
export type JsonSchema = z.core.JSONSchema.BaseSchema;

// Kept out of the schemas themselves: the function would carry these texts and never show them.
const docs = z.registry<Partial<JsonSchema>>();

const nameDocs = { minLength: 1, maxLength: NAME_MAX_CODE_POINTS };
const field = newHireFields.shape;
docs.add(newHire, {
  title: 'New hire',
  description:
    'One person who needs an account. Fields that are not named here are ignored. Send only one of apiAccess and ApiAccess.',
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
docs.add(field.emailAddress, {
  title: 'Work address',
  description:
    'Identifies the person: the account gets its lower-case form, and at most one account exists for it. White space around it is trimmed when it is read; better leave it out.',
  examples: ['ada.okafor@example.com'],
});
docs.add(field.type, {
  title: 'Kind of user',
  description: 'What the account may be. The operator decides which kinds are allowed.',
  examples: ['APP_USER'],
});
docs.add(field.firstName, {
  ...nameDocs,
  title: 'First name',
  description: `Not blank, at most ${NAME_MAX_CODE_POINTS} characters (Unicode code points).`,
  examples: ['Ada'],
});
docs.add(field.lastName, {
  ...nameDocs,
  title: 'Last name',
  description: `Not blank, at most ${NAME_MAX_CODE_POINTS} characters (Unicode code points).`,
  examples: ['Okafor'],
});
docs.add(field.apiAccess, {
  title: 'Programmatic access',
  description:
    'DISABLED if left out. ENABLED needs apiAccessPrincipalArn, and a role that the operator allows.',
  examples: ['DISABLED'],
});
docs.add(field.ApiAccess, {
  title: 'Programmatic access, former name',
  description: 'The name of apiAccess before 2023-09-25.',
  deprecated: true,
});
docs.add(field.apiAccessPrincipalArn, {
  title: 'Role for programmatic access',
  description: 'ARN of the IAM role that may use the API. Only together with apiAccess ENABLED.',
  examples: ['arn:aws:iam::111122223333:role/research-api'],
});
docs.add(field.employeeId, {
  title: 'Employee id',
  description:
    "HR's own stable id of the person. Carried to the record and the events; it tells people apart when an address passes to somebody else.",
  examples: ['E-1042'],
  not: { pattern: PERSON_KEY_PATTERN.source },
});
docs.add(field.requestId, {
  title: 'Request id',
  description:
    "Carried through to the events as correlation id. If left out: the envelope's id, else the SHA-256 of the body.",
  examples: ['onboarding-2026-11-0042'],
});
docs.add(provisionedEvent, {
  title: 'Provisioned',
  description:
    'The account exists. outcome: created; recovered (ours, after a lost answer); existing (was there before us); duplicate (another request already did this person). differs: the account is not what this message asked for.',
});
docs.add(rejectedEvent, {
  title: 'Rejected',
  description:
    'The message can never succeed as it is. Its body and the reason are in the rejected queue.',
});
docs.add(deferredEvent, {
  title: 'Deferred',
  description: 'Handed over to an operator. Its body and the reason are in the dead-letter queue.',
});
docs.add(droppedEvent, {
  title: 'Dropped',
  description:
    'An operator discarded the message after it had failed for this reason. droppedBy: ARN of who did, why: in their words.',
});
docs.add(completionEvent, {
  title: 'Completion event',
  description:
    'What became of one message, as CloudEvents 1.0 JSON. De-duplicate by id. A later provisioned supersedes rejected and deferred. Fields may be added: ignore those that you do not know.',
});

const message = z.union([newHire, cloudEvent, eventBridgeEvent, snsNotification]);
const ENVELOPE_FIELD = 'A new hire, or another envelope: at most three in all.';
docs.add(message, {
  title: 'Message on the new-hire queue',
  description:
    'One new hire, bare or in at most three envelopes: CloudEvents 1.0 (structured), EventBridge, SNS notification.',
});
docs.add(cloudEvent, { title: 'CloudEvents 1.0 in structured mode' });
docs.add(eventBridgeEvent, { title: 'EventBridge event' });
docs.add(snsNotification, { title: 'SNS notification' });
docs.add(envelopeContent, { $ref: '#', description: ENVELOPE_FIELD });
docs.add(snsNotification.shape.Message, {
  contentMediaType: 'application/json',
  contentSchema: { $ref: '#' },
  description: ENVELOPE_FIELD,
});

/**
 * What crosses the border, as JSON Schema 2020-12, by file name. What they allow going in is
 * accepted; the function is a little more lenient, for it trims addresses.
 */
export function jsonSchemas(): Record<string, JsonSchema> {
  return {
    'completion-event.schema.json': toJsonSchema(completionEvent),
    'new-hire.schema.json': toJsonSchema(newHire),
    'new-hire-message.schema.json': toJsonSchema(message),
  };
}

function toJsonSchema(schema: z.core.$ZodType): JsonSchema {
  return z.toJSONSchema(schema, {
    io: 'input',
    metadata: docs,
    // What an envelope carries is a custom check, which has the docs' own $ref.
    unrepresentable: 'any',
    override: ({ jsonSchema }) => {
      // Strict towards ourselves; a reader must live with fields that a later version adds.
      delete jsonSchema.additionalProperties;
      if (jsonSchema.format !== undefined) delete jsonSchema.pattern;
    },
  });
}
