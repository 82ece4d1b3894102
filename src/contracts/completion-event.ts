import * as v from 'valibot';

/** Hex. */
const SHA256 = v.regex(/^[0-9a-f]{64}$/);

// Strict: an event must not carry a field that it does not declare.
const envelope = {
  specversion: v.literal('1.0'),
  id: v.pipe(v.string(), SHA256),
  source: v.pipe(v.string(), v.minLength(1)),
  time: v.pipe(v.string(), v.isoTimestamp()),
  datacontenttype: v.literal('application/json'),
};

export const provisionedEvent = v.strictObject({
  ...envelope,
  type: v.literal('joiner.user.provisioned.v1'),
  data: v.strictObject({
    requestId: v.string(),
    employeeId: v.exactOptional(v.string()),
    emailAddress: v.string(),
    userId: v.string(),
    userName: v.exactOptional(v.string()),
    target: v.string(),
    outcome: v.picklist(['created', 'recovered', 'existing', 'duplicate']),
    differs: v.exactOptional(v.literal(true)),
    pending: v.exactOptional(v.array(v.literal('manager'))),
    /** Ids of the groups that Joiner added the account to, sorted. */
    groups: v.exactOptional(v.pipe(v.array(v.string()), v.minLength(1))),
    /** SHA-256 of the rules that gave it those groups; only with groups. */
    accessRulesVersion: v.exactOptional(v.pipe(v.string(), SHA256)),
  }),
});

export const scheduledEvent = v.strictObject({
  ...envelope,
  type: v.literal('joiner.user.scheduled.v1'),
  data: v.strictObject({
    requestId: v.string(),
    employeeId: v.exactOptional(v.string()),
    /** When the account will be made. */
    dueAt: v.pipe(v.string(), v.isoTimestamp()),
  }),
});

const failedMessageFields = {
  requestId: v.exactOptional(v.string()),
  employeeId: v.exactOptional(v.string()),
  /** In place of the two above where the message was rejected before its ids were compared, or they are another's. */
  claimedRequestId: v.exactOptional(v.string()),
  claimedEmployeeId: v.exactOptional(v.string()),
  reason: v.strictObject({ code: v.string(), message: v.string() }),
};
const failedMessageData = v.strictObject(failedMessageFields);

export const rejectedEvent = v.strictObject({
  ...envelope,
  type: v.literal('joiner.user.rejected.v1'),
  data: failedMessageData,
});

export const deferredEvent = v.strictObject({
  ...envelope,
  type: v.literal('joiner.user.deferred.v1'),
  data: v.strictObject({
    ...failedMessageFields,
    /** Of the account, where it is there and only its groups are missing. */
    userId: v.exactOptional(v.string()),
  }),
});

export const droppedEvent = v.strictObject({
  ...envelope,
  type: v.literal('joiner.user.dropped.v1'),
  data: v.strictObject({
    ...failedMessageFields,
    /** ARN of the operator who dropped it. */
    droppedBy: v.string(),
    why: v.string(),
  }),
});

/**
 * The outcome of one message, as CloudEvents 1.0 JSON. The same outcome of the same request has the
 * same `id` however often it is published. A later `provisioned` supersedes `scheduled`, `rejected` and `deferred`.
 */
export const completionEvent = v.variant('type', [
  provisionedEvent,
  scheduledEvent,
  rejectedEvent,
  deferredEvent,
  droppedEvent,
]);

/** The account exists and its user id is in the users table. */
export type ProvisionedEvent = v.InferOutput<typeof provisionedEvent>;
/** The hire waits for its day; `provisioned` or `rejected` follows then. */
export type ScheduledEvent = v.InferOutput<typeof scheduledEvent>;
/** The message can never succeed as it is; its body is in the rejected queue. */
export type RejectedEvent = v.InferOutput<typeof rejectedEvent>;
/** The message was dead-lettered: its body waits in the dead-letter queue for an operator. */
export type DeferredEvent = v.InferOutput<typeof deferredEvent>;
/** An operator discarded a message that had failed, or cancelled a hire that waited for its day. */
export type DroppedEvent = v.InferOutput<typeof droppedEvent>;
export type CompletionEvent = v.InferOutput<typeof completionEvent>;
