import Finspacedata from 'aws-sdk/clients/finspacedata.js';
import { credentials, REGION } from './finspace-client.ts';

// The SDK reads this a tick after the import. It keeps the end-of-support notice out of the test
// report.
Object.assign(process.env, { AWS_SDK_JS_SUPPRESS_MAINTENANCE_MODE_MESSAGE: '1' });

export type V2CreateUserInput = Finspacedata.CreateUserRequest;

/** A client of aws-sdk 2, which still has the service and shares no code with ours. */
export function createFinspaceV2Client(endpoint: string, maxRetries = 0): Finspacedata {
  const retryDelayOptions = { base: 1 };
  return new Finspacedata({ region: REGION, endpoint, credentials, maxRetries, retryDelayOptions });
}

/** Every page of users, as the SDK itself pages through them. */
export function everyPage(
  request: ReturnType<Finspacedata['listUsers']>,
): Promise<readonly Finspacedata.ListUsersResponse[]> {
  const pages: Finspacedata.ListUsersResponse[] = [];
  return new Promise((resolve, reject) => {
    request.eachPage((error, page) => {
      if (error) reject(error);
      else if (page) pages.push(page);
      else resolve(pages);
      return true;
    });
  });
}
