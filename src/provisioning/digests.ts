import { hash } from 'node:crypto';
import type { AccountFields } from '../contracts/new-hire.ts';
import { PERSON_KEY_PATTERN } from '../contracts/person-key.ts';

function sha256(text: string): string {
  return hash('sha256', text);
}

/**
 * Digest of an account, actual or requested: SHA-256, hex, over the fields as JSON with sorted keys.
 * Request id and employee id are not part of it: two requests for the same account have one digest.
 */
export function digestOf(fields: AccountFields): string {
  const canonical = {
    apiAccess: fields.apiAccess,
    apiAccessPrincipalArn: fields.apiAccessPrincipalArn,
    emailAddress: fields.emailAddress.toLowerCase(),
    firstName: fields.firstName,
    lastName: fields.lastName,
    type: fields.type,
  };
  return sha256(JSON.stringify(canonical));
}

/** Pseudonym of a person in a directory, and the key of their record: no address is stored. */
export function personKeyOf(targetId: string, emailAddress: string): string {
  return `user#${sha256(JSON.stringify([targetId, emailAddress]))}`;
}

/** An employee id as the table keeps it: one that may be an address is stored as its SHA-256, hex. */
export function employeeKeyOf(employeeId: string): string {
  return employeeId.includes('@') ? sha256(employeeId) : employeeId;
}

export function isPersonKey(text: string): boolean {
  return PERSON_KEY_PATTERN.test(text);
}

/**
 * The token that makes CreateUser idempotent. Derived, so that every delivery of the same content
 * sends the same one. Never random, and never from the message id, which a redrive changes.
 */
export function clientTokenOf(
  targetId: string,
  emailAddress: string,
  requestedDigest: string,
): string {
  return sha256(JSON.stringify([targetId, emailAddress, requestedDigest]));
}

/** Id of a completion event: the same for every delivery with the same result. */
export function eventIdOf(parts: {
  readonly requestKey: string | readonly ['claimed', string];
  readonly personKey: string | undefined;
  readonly contentDigest: string;
  readonly type: string;
  readonly outcomeOrCode: string;
  readonly employeeId: string | undefined;
  /** Of a provisioned event only: an account that is made again is another account. */
  readonly userId?: string;
}): string {
  const { requestKey, personKey = '', contentDigest, type, outcomeOrCode, employeeId = '' } = parts;
  const account = parts.userId === undefined ? [] : [parts.userId];
  return sha256(
    JSON.stringify([
      requestKey,
      personKey,
      contentDigest,
      type,
      outcomeOrCode,
      employeeId,
      ...account,
    ]),
  );
}
