import { IdentitystoreClient } from '@aws-sdk/client-identitystore';
import { credentials, REGION, retryAtOnce } from '../../support/directories/finspace-client.ts';
import type { Wording } from '../target-faults.ts';

/** A client of the server at `endpoint`, with fixed credentials and no waits between attempts. */
export function createTestClient(endpoint: string, maxAttempts = 1): IdentitystoreClient {
  return new IdentitystoreClient({
    region: REGION,
    credentials,
    endpoint,
    retryStrategy: retryAtOnce(maxAttempts),
  });
}

/** An error of the identity store on the wire. */
export const refusal = (__type: string, status: number, members: object = {}) => ({
  status,
  headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-requestid': 'request-1' },
  body: JSON.stringify({ __type, ...members }),
});

export const wording: Wording = {
  isCreate: (operation) => operation === 'CreateUser',
  isGrant: (operation) => operation === 'CreateGroupMembership',
  throttled: (RetryAfterSeconds) => refusal('ThrottlingException', 400, { RetryAfterSeconds }),
  denied: refusal('AccessDeniedException', 400),
  refused: refusal('ValidationException', 400),
  undocumented: (Message) => refusal('TeapotException', 418, { Message }),
};
