import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { withoutLog } from '../aws-clients.ts';

/** @throws the client's error when the call fails */
export async function readSecretValue(
  arn: string,
  settings: { readonly region: string },
  abortSignal: AbortSignal,
): Promise<string> {
  const client = withoutLog(new SecretsManagerClient(settings));
  try {
    const command = new GetSecretValueCommand({ SecretId: arn });
    const { SecretString = '' } = await client.send(command, { abortSignal });
    return SecretString;
  } finally {
    client.destroy();
  }
}
