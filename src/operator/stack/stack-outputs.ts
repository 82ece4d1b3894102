import * as v from 'valibot';

/** The outputs of a stack, by which other programs find its resources. */
export const stackOutputs = v.object({
  NewHireQueueUrl: v.string(),
  DeadLetterQueueUrl: v.string(),
  RejectedQueueUrl: v.string(),
  CompletionQueueUrl: v.string(),
  UsersTableName: v.string(),
  ScheduledHiresTableName: v.string(),
  ProvisionFunctionName: v.string(),
  OperatorChangesLogGroupName: v.string(),
  // Of Joiner. A stack that was deployed by an earlier version has no such output.
  Version: v.optional(v.string()),
  // SHA-256 of the rules of groups, or none. A stack that was deployed by an earlier version has no such output.
  AccessRulesVersion: v.optional(v.string()),
  // The groups that the rules name, as JSON arrays of ids: the one has no room for all.
  AccessRulesGroups: v.optional(v.string()),
  AccessRulesMoreGroups: v.optional(v.string()),
  // Of a stack with sources.
  IntakeQueueUrl: v.optional(v.string()),
  IntakeFilesQueueUrl: v.optional(v.string()),
  IntakeBucketName: v.optional(v.string()),
  IntakeTableName: v.optional(v.string()),
  IntakeFunctionName: v.optional(v.string()),
  IntakeKeyArn: v.optional(v.string()),
  // Of a stack with a schedule of audits.
  AuditBucketName: v.optional(v.string()),
  AuditFunctionName: v.optional(v.string()),
});

export type StackOutputs = Readonly<v.InferOutput<typeof stackOutputs>>;
