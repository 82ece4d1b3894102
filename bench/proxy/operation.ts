import type { IncomingMessage } from 'node:http';

/** The operations of FinSpace, then of SCIM, which does not name its operations. */
const DIRECTORY_OPERATIONS: readonly (readonly [RegExp, string])[] = [
  [/^POST \/user$/, 'CreateUser'],
  [/^GET \/user$/, 'ListUsers'],
  [/^GET \/user\/[^/]+$/, 'GetUser'],
  [/^PUT \/user\/[^/]+$/, 'UpdateUser'],
  [/^POST \/user\/[^/]+\/enable$/, 'EnableUser'],
  [/^POST \/user\/[^/]+\/disable$/, 'DisableUser'],
  [/^POST \/permission-group\/[^/]+\/users\/[^/]+$/, 'AssociateUserToPermissionGroup'],
  [/^GET \/permission-group\/[^/]+$/, 'GetPermissionGroup'],
  [/^POST .*\/Users$/, 'CreateUser'],
  [/^GET .*\/Users$/, 'ListUsers'],
  [/^GET .*\/Users\/[^/]+$/, 'GetUser'],
  [/^PATCH .*\/Groups\/[^/]+$/, 'AddToGroup'],
  [/^GET .*\/Groups$/, 'ListGroups'],
  [/^GET .*\/Groups\/[^/]+$/, 'GetGroup'],
];

/** The operation of a request, by its AWS name. */
export function operationOf({ headers, method, url = '/' }: IncomingMessage): string {
  const target = headers['x-amz-target'];
  if (typeof target === 'string') return target.split('.').at(-1) ?? target;
  // S3's clients add it.
  const named = new URLSearchParams(url.split('?')[1]).get('x-id');
  if (named !== null) return named;
  const line = `${method} ${url.split('?')[0]}`;
  return DIRECTORY_OPERATIONS.find(([pattern]) => pattern.test(line))?.[1] ?? line;
}
