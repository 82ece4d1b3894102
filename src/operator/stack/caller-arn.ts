import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import type { Stack } from './stack.ts';

/** ARN of the caller, by its credentials. */
export async function callerArn({ clients }: Pick<Stack, 'clients'>): Promise<string> {
  const { Arn = '' } = await clients.sts.send(new GetCallerIdentityCommand());
  return Arn;
}
