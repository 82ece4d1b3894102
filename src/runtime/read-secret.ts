import { type ClientSettings, secretClientSettings, withoutLog } from './aws-clients.ts';

/** Where a secret is kept, as its ARN says. */
export const SECRET_ARN =
  /^arn:aws[a-z-]*:(secretsmanager:[a-z0-9-]+:\d{12}:secret|ssm:[a-z0-9-]+:\d{12}:parameter)[:/].+$/;

/**
 * Reads a secret of Secrets Manager, or a parameter of Systems Manager, in whichever region it is.
 * Loads the client of the one that is asked, and no other.
 * @throws what the service's client throws
 */
export async function readSecret(
  arn: string,
  signal: AbortSignal,
  settingsOf: ClientSettings = secretClientSettings,
): Promise<string> {
  const [, , service, region = ''] = arn.split(':');
  return service === 'ssm'
    ? readParameter(arn, { ...settingsOf('SSM'), region }, signal)
    : readValue(arn, { ...settingsOf('SECRETS_MANAGER'), region }, signal);
}

interface RegionalSettings {
  readonly region: string;
}

async function readValue(
  arn: string,
  settings: RegionalSettings,
  abortSignal: AbortSignal,
): Promise<string> {
  const { SecretsManagerClient, GetSecretValueCommand } = await import(
    '@aws-sdk/client-secrets-manager'
  );
  const client = withoutLog(new SecretsManagerClient(settings));
  try {
    const command = new GetSecretValueCommand({ SecretId: arn });
    const { SecretString = '' } = await client.send(command, { abortSignal });
    return SecretString;
  } finally {
    client.destroy();
  }
}

async function readParameter(
  arn: string,
  settings: RegionalSettings,
  abortSignal: AbortSignal,
): Promise<string> {
  const { SSMClient, GetParameterCommand } = await import('@aws-sdk/client-ssm');
  const client = withoutLog(new SSMClient(settings));
  try {
    const command = new GetParameterCommand({ Name: arn, WithDecryption: true });
    const { Parameter } = await client.send(command, { abortSignal });
    return Parameter?.Value ?? '';
  } finally {
    client.destroy();
  }
}
