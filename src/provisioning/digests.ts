import { createHmac, createSecretKey } from 'node:crypto';
import type { AccountFields } from '../contracts/new-hire.ts';
import { PERSON_KEY_PATTERN } from '../contracts/person-key.ts';

/**
 * The pseudonyms and digests of one stack and its directory: HMAC-SHA-256, hex, under the stack's secret.
 * Without the secret, a guessed address, employee id or account cannot be confirmed.
 */
export interface Digests {
  /**
   * Digest of an account, actual or requested. Request id and employee id are not part of it: two
   * requests for the same account have one digest.
   */
  digestOf(fields: AccountFields): string;
  /** Pseudonym of a person in the directory, and the key of their record. Takes a lower-case address. */
  personKeyOf(emailAddress: string): string;
  /** Pseudonym of an employee id in the directory, and the key of its pointer. */
  employeeKeyOf(employeeId: string): string;
  /**
   * The token that makes CreateUser idempotent. Derived, so that every delivery of the same content
   * sends the same one. Never random, and never from the message id, which a redrive changes.
   */
  clientTokenOf(emailAddress: string, requestedDigest: string): string;
  /** Digest of parts of a profile, each a text of the caller's choice. */
  profileDigestOf(parts: readonly string[]): string;
  /** Digest of content together with groups: those that the account was added to, and those that were asked for. */
  groupsDigestOf(
    contentDigest: string,
    granted: readonly string[],
    asked: readonly string[],
  ): string;
  /** Pseudonym of a text that stands in for a request id, a source or a body. */
  pseudonymOf(text: string): string;
  /** Shows that a failed message was stored by the function, and is unchanged. */
  failedMessageMacOf(message: StoredMessage): string;
  /** Id of a completion event: the same for every delivery with the same result. */
  eventIdOf(parts: EventIdParts): string;
}

/** What the MAC of a failed message covers. */
export interface StoredMessage {
  readonly kind: StoredKind;
  readonly body: string;
  readonly requestId: string;
  readonly reasonCode: string;
  /** ISO 8601, as it is stored: when it was rejected, or first seen. */
  readonly at: string;
  /** Name of the source that the body is read by; absent of a hire, and where none was recognised. */
  readonly source?: string | undefined;
  /** When HR sent it, ISO 8601, as it is stored: a replay says it again. */
  readonly sentAt: string;
}

/**
 * What a failed message is, and so to which queue a replay sends it: a hire that was rejected or deferred, the
 * record or message of an HR system, or the notification of a file. No one can pass one off as another.
 */
export type StoredKind = 'rejected' | 'deferred' | 'rejected-record' | 'rejected-file';

export interface EventIdParts {
  readonly requestKey: string | readonly ['claimed', string];
  readonly personKey: string | undefined;
  readonly contentDigest: string;
  readonly type: string;
  readonly outcomeOrCode: string;
  readonly employeeId: string | undefined;
  /** Where the event names one: an account that is made again is another account. */
  readonly userId?: string;
}

/** @param targetId kind and identity of the directory: a person has another key in another one */
export function createDigests(secret: Uint8Array, targetId: string): Digests {
  const hmac = hmacUnder(secret);
  return {
    digestOf: (fields) => hmac(canonicalRequestOf(fields)),
    personKeyOf: (emailAddress) => `user#${hmac(JSON.stringify([targetId, emailAddress]))}`,
    employeeKeyOf: (employeeId) =>
      `employee#${hmac(JSON.stringify(['employee', targetId, employeeId]))}`,
    clientTokenOf: (emailAddress, requestedDigest) =>
      hmac(JSON.stringify([targetId, emailAddress, requestedDigest])),
    profileDigestOf: (parts) => hmac(JSON.stringify(['profile', ...parts])),
    groupsDigestOf: (contentDigest, granted, asked) =>
      hmac(JSON.stringify(['groups', contentDigest, granted, asked])),
    // No JSON begins like this, so it is no other digest of the same text.
    pseudonymOf: (text) => hmac(`text:${text}`),
    failedMessageMacOf({ kind, body, requestId, reasonCode, at, source, sentAt }) {
      const ofSource = source === undefined ? [] : [source];
      const parts = ['failed-2', sentAt, kind, requestId, reasonCode, at, body, ...ofSource];
      return hmac(JSON.stringify(parts));
    },
    eventIdOf(parts) {
      const { requestKey, personKey = '', contentDigest, type, outcomeOrCode } = parts;
      const { employeeId = '', userId } = parts;
      const account = userId === undefined ? [] : [userId];
      const ids = [requestKey, personKey, contentDigest, type, outcomeOrCode, employeeId];
      return hmac(JSON.stringify([...ids, ...account]));
    },
  };
}

/** HMAC-SHA-256 of a text, hex. */
export function hmacUnder(secret: Uint8Array): (text: string) => string {
  // Node would make a key of the bytes for every text.
  const key = createSecretKey(secret);
  return (text) => createHmac('sha256', key).update(text).digest('hex');
}

/** The fields that identify an account, as JSON with sorted keys: what its digest is made of. */
export function canonicalRequestOf(fields: AccountFields): string {
  return JSON.stringify({
    apiAccess: fields.apiAccess,
    apiAccessPrincipalArn: fields.apiAccessPrincipalArn,
    emailAddress: fields.emailAddress.toLowerCase(),
    firstName: fields.firstName,
    lastName: fields.lastName,
    type: fields.type,
  });
}

export function isPersonKey(text: string): boolean {
  return PERSON_KEY_PATTERN.test(text);
}
