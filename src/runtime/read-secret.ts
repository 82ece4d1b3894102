import { type ClientSettings, secretClientSettings } from './aws-clients.ts';

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
  if (service === 'ssm') {
    const { readParameter } = await import('./loaded-later/read-parameter.ts');
    return readParameter(arn, { ...settingsOf('SSM'), region }, signal);
  }
  const { readSecretValue } = await import('./loaded-later/read-secret-value.ts');
  return readSecretValue(arn, { ...settingsOf('SECRETS_MANAGER'), region }, signal);
}
