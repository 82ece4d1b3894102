import * as z from 'zod/mini';
import { serializationError } from '../aws-double/service-error.ts';
import { profileMembers } from './profile.ts';
import { validationError } from './service-errors.ts';
import { text } from './text.ts';

// From the service's own model of 2020-06-15 (botocore, identitystore).
// The API reference reserves two names. It documents neither the error nor whether letter case counts.
const userName = z.string().check(
  z.minLength(1),
  z.maxLength(128),
  z.regex(/^[\p{L}\p{M}\p{S}\p{N}\p{P}]+$/u),
  z.refine((name) => !/^(Administrator|AWSAdministrators)$/i.test(name), 'is reserved'),
);
const identityStoreId = z
  .string()
  .check(
    z.regex(/^(d-[0-9a-f]{10}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/),
  );
/** The id of a user or of a group, 36 or 47 characters. */
const resourceId = z
  .string()
  .check(z.regex(/^([0-9a-f]{10}-)?[A-Fa-f\d]{8}(-[A-Fa-f\d]{4}){3}-[A-Fa-f\d]{12}$/));
const memberId = z.strictObject({ UserId: resourceId });
const extensions = z.optional(z.array(z.literal('aws:identitystore:enterprise')));
const paging = {
  MaxResults: z._default(z.int().check(z.minimum(1), z.maximum(100)), 100),
  NextToken: z.optional(z.string()),
};
const email = z.object({
  Value: text,
  Type: z.optional(text),
  Primary: z.optional(z.boolean()),
});

const INPUTS = {
  /** The API reference requires names and user name "when used in IAM Identity Center". */
  CreateUser: z.object({
    IdentityStoreId: identityStoreId,
    UserName: userName,
    Name: z.object({ GivenName: text, FamilyName: text }),
    DisplayName: text,
    Emails: z.optional(z.array(email).check(z.length(1))),
    ...profileMembers,
  }),
  GetUserId: z.object({
    IdentityStoreId: identityStoreId,
    AlternateIdentifier: z.object({
      UniqueAttribute: z.object({
        AttributePath: z.enum(['userName', 'emails.value']),
        AttributeValue: text,
      }),
    }),
  }),
  DescribeUser: z.object({
    IdentityStoreId: identityStoreId,
    UserId: resourceId,
    Extensions: extensions,
  }),
  ListUsers: z.object({
    IdentityStoreId: identityStoreId,
    ...paging,
    Extensions: extensions,
  }),
  CreateGroupMembership: z.object({
    IdentityStoreId: identityStoreId,
    GroupId: resourceId,
    MemberId: memberId,
  }),
  IsMemberInGroups: z.object({
    IdentityStoreId: identityStoreId,
    MemberId: memberId,
    GroupIds: z.array(resourceId).check(z.minLength(1), z.maxLength(100)),
  }),
  ListGroupMemberships: z.object({
    IdentityStoreId: identityStoreId,
    GroupId: resourceId,
    ...paging,
  }),
  DescribeGroup: z.object({ IdentityStoreId: identityStoreId, GroupId: resourceId }),
};

export type Operation = keyof typeof INPUTS;
export type Input<O extends Operation> = z.output<(typeof INPUTS)[O]>;

/**
 * @throws ServiceError SerializationException when the body is not JSON, ValidationException when the input
 * breaks a constraint
 */
export function readInput<O extends Operation>(operation: O, body: Uint8Array): Input<O> {
  const read = INPUTS[operation].safeParse(parse(body));
  if (read.success) return read.data as Input<O>;
  const faults = read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
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
