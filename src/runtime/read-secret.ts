import { type ClientSettings, secretClientSettings } from './aws-clients.ts';

/** ARN of a secret of Secrets Manager, or of a parameter of Systems Manager. */
export const SECRET_ARN =
  /^arn:aws[a-z-]*:(secretsmanager:[a-z0-9-]+:\d{12}:secret|ssm:[a-z0-9-]+:\d{12}:parameter)[:/].+$/;

/**
 * Reads a secret of Secrets Manager, or a parameter of Systems Manager, in any region.
 * Loads the client of that service only.
 * @throws the client's error when the call fails
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
