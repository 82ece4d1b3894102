import * as z from 'zod/mini';

/** The outputs of a stack, by which other programs find its resources. */
export const stackOutputs = z.object({
  NewHireQueueUrl: z.string(),
  DeadLetterQueueUrl: z.string(),
  RejectedQueueUrl: z.string(),
  CompletionQueueUrl: z.string(),
  UsersTableName: z.string(),
  ScheduledHiresTableName: z.string(),
  ProvisionFunctionName: z.string(),
  OperatorChangesLogGroupName: z.string(),
  // Of Joiner. A stack that was deployed by an earlier version has no such output.
  Version: z.optional(z.string()),
  // SHA-256 of the rules of groups, or none. A stack that was deployed by an earlier version has no such output.
  AccessRulesVersion: z.optional(z.string()),
  // The groups that the rules name, as JSON arrays of ids: the one has no room for all.
  AccessRulesGroups: z.optional(z.string()),
  AccessRulesMoreGroups: z.optional(z.string()),
  // Of a stack with sources.
  IntakeQueueUrl: z.optional(z.string()),
  IntakeFilesQueueUrl: z.optional(z.string()),
  IntakeBucketName: z.optional(z.string()),
  IntakeTableName: z.optional(z.string()),
  IntakeFunctionName: z.optional(z.string()),
  IntakeKeyArn: z.optional(z.string()),
  // Of a stack with a schedule of audits.
  AuditBucketName: z.optional(z.string()),
  AuditFunctionName: z.optional(z.string()),
});

export type StackOutputs = Readonly<z.output<typeof stackOutputs>>;
