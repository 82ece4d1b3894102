import * as z from 'zod/mini';

/** Hex. */
const SHA256 = z.regex(/^[0-9a-f]{64}$/);

// Strict: an event must not carry a field that it does not declare.
const envelope = {
  specversion: z.literal('1.0'),
  id: z.string().check(SHA256),
  source: z.string().check(z.minLength(1)),
  time: z.iso.datetime(),
  datacontenttype: z.literal('application/json'),
};

export const provisionedEvent = z.strictObject({
  ...envelope,
  type: z.literal('joiner.user.provisioned.v1'),
  data: z.strictObject({
    requestId: z.string(),
    employeeId: z.exactOptional(z.string()),
    emailAddress: z.string(),
    userId: z.string(),
    userName: z.exactOptional(z.string()),
    target: z.string(),
    outcome: z.enum(['created', 'recovered', 'existing', 'duplicate']),
    differs: z.exactOptional(z.literal(true)),
    pending: z.exactOptional(z.array(z.literal('manager'))),
    /** Ids of the groups that Joiner added the account to, sorted. */
    groups: z.exactOptional(z.array(z.string()).check(z.minLength(1))),
    /** SHA-256 of the rules that gave it those groups; only with groups. */
    accessRulesVersion: z.exactOptional(z.string().check(SHA256)),
  }),
});

export const scheduledEvent = z.strictObject({
  ...envelope,
  type: z.literal('joiner.user.scheduled.v1'),
  data: z.strictObject({
    requestId: z.string(),
    employeeId: z.exactOptional(z.string()),
    /** When the account will be made. */
    dueAt: z.iso.datetime(),
  }),
});

const failedMessageFields = {
  requestId: z.exactOptional(z.string()),
  employeeId: z.exactOptional(z.string()),
  /** In place of the two above where the message was rejected before its ids were compared, or they are another's. */
  claimedRequestId: z.exactOptional(z.string()),
  claimedEmployeeId: z.exactOptional(z.string()),
  reason: z.strictObject({ code: z.string(), message: z.string() }),
};
const failedMessageData = z.strictObject(failedMessageFields);

export const rejectedEvent = z.strictObject({
  ...envelope,
  type: z.literal('joiner.user.rejected.v1'),
  data: failedMessageData,
});

export const deferredEvent = z.strictObject({
  ...envelope,
  type: z.literal('joiner.user.deferred.v1'),
  data: z.strictObject({
    ...failedMessageFields,
    /** Of the account, where it is there and only its groups are missing. */
    userId: z.exactOptional(z.string()),
  }),
});

export const droppedEvent = z.strictObject({
  ...envelope,
  type: z.literal('joiner.user.dropped.v1'),
  data: z.strictObject({
    ...failedMessageFields,
    /** ARN of the operator who dropped it. */
    droppedBy: z.string(),
    why: z.string(),
  }),
});

/**
 * The outcome of one message, as CloudEvents 1.0 JSON. The same outcome of the same request has the
 * same `id` however often it is published. A later `provisioned` supersedes `scheduled`, `rejected` and `deferred`.
 */
export const completionEvent = z.discriminatedUnion('type', [
  provisionedEvent,
  scheduledEvent,
  rejectedEvent,
  deferredEvent,
  droppedEvent,
]);

/** The account exists and its user id is in the users table. */
export type ProvisionedEvent = z.output<typeof provisionedEvent>;
/** The hire waits for its day; `provisioned` or `rejected` follows then. */
export type ScheduledEvent = z.output<typeof scheduledEvent>;
/** The message can never succeed as it is; its body is in the rejected queue. */
export type RejectedEvent = z.output<typeof rejectedEvent>;
/** The message was dead-lettered: its body waits in the dead-letter queue for an operator. */
export type DeferredEvent = z.output<typeof deferredEvent>;
/** An operator discarded a message that had failed, or cancelled a hire that waited for its day. */
export type DroppedEvent = z.output<typeof droppedEvent>;
export type CompletionEvent = z.output<typeof completionEvent>;
