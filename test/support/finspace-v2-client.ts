import Finspacedata from 'aws-sdk/clients/finspacedata.js';
import { credentials, region } from './finspace-client.ts';

// Read a tick after the import: keeps its end-of-support notice out of the test report.
Object.assign(process.env, { AWS_SDK_JS_SUPPRESS_MAINTENANCE_MODE_MESSAGE: '1' });

export type V2CreateUserInput = Finspacedata.CreateUserRequest;

/** aws-sdk 2 still carries the service: a client that shares no code with ours. Retries nothing. */
export function createFinspaceV2Client(endpoint: string): Finspacedata {
  return new Finspacedata({ region, endpoint, credentials, maxRetries: 0 });
}
