import * as v from 'valibot';
import { serializationError } from '../aws-double/service-error.ts';
import { profileMembers } from './profile.ts';
import { validationError } from './service-errors.ts';
import { text } from './text.ts';

// From the service's own model of 2020-06-15 (botocore, identitystore).
// The API reference reserves two names. It documents neither the error nor whether letter case counts.
const userName = v.pipe(
  v.string(),
  v.minLength(1),
  v.maxLength(128),
  v.regex(/^[\p{L}\p{M}\p{S}\p{N}\p{P}]+$/u),
  v.check((name) => !/^(Administrator|AWSAdministrators)$/i.test(name), 'is reserved'),
);
const identityStoreId = v.pipe(
  v.string(),
  v.regex(/^(d-[0-9a-f]{10}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/),
);
/** The id of a user or of a group, 36 or 47 characters. */
const resourceId = v.pipe(
  v.string(),
  v.regex(/^([0-9a-f]{10}-)?[A-Fa-f\d]{8}(-[A-Fa-f\d]{4}){3}-[A-Fa-f\d]{12}$/),
);
const memberId = v.strictObject({ UserId: resourceId });
const extensions = v.optional(v.array(v.literal('aws:identitystore:enterprise')));
const paging = {
  MaxResults: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100)), 100),
  NextToken: v.optional(v.string()),
};
const email = v.object({
  Value: text,
  Type: v.optional(text),
  Primary: v.optional(v.boolean()),
});

const INPUTS = {
  /** The API reference requires names and user name "when used in IAM Identity Center". */
  CreateUser: v.object({
    IdentityStoreId: identityStoreId,
    UserName: userName,
    Name: v.object({ GivenName: text, FamilyName: text }),
    DisplayName: text,
    Emails: v.optional(v.pipe(v.array(email), v.length(1))),
    ...profileMembers,
  }),
  GetUserId: v.object({
    IdentityStoreId: identityStoreId,
    AlternateIdentifier: v.object({
      UniqueAttribute: v.object({
        AttributePath: v.picklist(['userName', 'emails.value']),
        AttributeValue: text,
      }),
    }),
  }),
  DescribeUser: v.object({
    IdentityStoreId: identityStoreId,
    UserId: resourceId,
    Extensions: extensions,
  }),
  ListUsers: v.object({
    IdentityStoreId: identityStoreId,
    ...paging,
    Extensions: extensions,
  }),
  CreateGroupMembership: v.object({
    IdentityStoreId: identityStoreId,
    GroupId: resourceId,
    MemberId: memberId,
  }),
  IsMemberInGroups: v.object({
    IdentityStoreId: identityStoreId,
    MemberId: memberId,
    GroupIds: v.pipe(v.array(resourceId), v.minLength(1), v.maxLength(100)),
  }),
  ListGroupMemberships: v.object({
    IdentityStoreId: identityStoreId,
    GroupId: resourceId,
    ...paging,
  }),
  DescribeGroup: v.object({ IdentityStoreId: identityStoreId, GroupId: resourceId }),
};

export type Operation = keyof typeof INPUTS;
export type Input<O extends Operation> = v.InferOutput<(typeof INPUTS)[O]>;

/**
 * @throws ServiceError SerializationException when the body is not JSON, ValidationException when the input
 * breaks a constraint
 */
export function readInput<O extends Operation>(operation: O, body: Uint8Array): Input<O> {
  const read = v.safeParse(INPUTS[operation], parse(body));
  if (read.success) return read.output as Input<O>;
  const faults = read.issues.map((issue) => `${v.getDotPath(issue) ?? ''}: ${issue.message}`);
  throw validationError(`${faults.length} validation error detected: ${faults.join('; ')}`);
}

export function isOperation(name: string): name is Operation {
  return Object.hasOwn(INPUTS, name);
}

function parse(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    throw serializationError('The request body is not valid JSON.');
  }
}
