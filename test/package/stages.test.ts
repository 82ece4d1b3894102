import { describe, expect, test } from '@jest/globals';
import { configurationOf } from './service-configuration.ts';

describe('a stage other than local', () => {
  test('must say which FinSpace environment it manages', async () => {
    await expect(configurationOf('--stage=prod')).rejects.toMatchObject({
      stdout: expect.stringMatching(
        /Cannot resolve variable at "provider.environment.FINSPACE_ENVIRONMENT_ID": Value not found/,
      ),
    });
  });

  test('a stage other than local takes its settings from parameters', async () => {
    const configuration = await configurationOf(
      '--stage=prod',
      '--param=finspaceEnvironmentId=abc123',
      '--param=allowedUserTypes=APP_USER,SUPER_USER',
      '--param=allowedApiAccessPrincipalArns=arn:aws:iam::111122223333:role/hr',
      '--param=allowedEmailDomains=example.com,example.org',
      '--param=retryBackoffBaseSeconds=10',
      '--param=retryBackoffMaxSeconds=600',
      '--param=handOverAfterHours=1.5',
      '--param=maximumConcurrency=5',
      '--param=logRetentionDays=30',
      '--param=logLevel=DEBUG',
    );
    expect(configuration.provider.environment).toMatchObject({ FINSPACE_ENVIRONMENT_ID: 'abc123' });
    expect(configuration.functions.provisionUser.environment).toMatchObject({
      ALLOWED_USER_TYPES: 'APP_USER,SUPER_USER',
      ALLOWED_API_ACCESS_PRINCIPAL_ARNS: 'arn:aws:iam::111122223333:role/hr',
      ALLOWED_EMAIL_DOMAINS: 'example.com,example.org',
      RETRY_BACKOFF_BASE_SECONDS: '10',
      RETRY_BACKOFF_MAX_SECONDS: '600',
      HAND_OVER_AFTER_HOURS: '1.5',
      POWERTOOLS_LOG_LEVEL: 'DEBUG',
    });
    expect(
      configuration.resources.Resources.ProvisionUserEventSourceMapping.Properties.ScalingConfig,
    ).toEqual({ MaximumConcurrency: '5' });
    expect(configuration.provider.logRetentionInDays).toEqual(30);
  });
});
