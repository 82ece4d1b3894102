import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readSecret } from '../../src/runtime/read-secret.ts';
import {
  json,
  type RecordingServer,
  startRecordingServer,
} from '../support/http/recording-server.ts';

const inTime = new AbortController().signal;
const SECRET = 'arn:aws:secretsmanager:us-east-1:111122223333:secret:joiner/scim-a1b2c3';
const PARAMETER = 'arn:aws:ssm:eu-central-1:111122223333:parameter/joiner/scim';

let service: RecordingServer;

beforeAll(async () => {
  service = await startRecordingServer();
  Object.assign(process.env, {
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_ENDPOINT_URL_SECRETS_MANAGER: service.endpoint,
    AWS_ENDPOINT_URL_SSM: service.endpoint,
  });
});

afterAll(() => service.stop());

describe('a secret', () => {
  test.each([
    ['Secrets Manager', SECRET, 'secretsmanager.GetSecretValue', { SecretId: SECRET }],
    [
      'Systems Manager',
      PARAMETER,
      'AmazonSSM.GetParameter',
      { Name: PARAMETER, WithDecryption: true },
    ],
  ])(
    'a secret of %s is asked for by its ARN, in its own region',
    async (_, arn, operation, input) => {
      service.script(json({ SecretString: 'token', Parameter: { Value: 'token' } }));

      expect(await readSecret(arn, inTime)).toBe('token');
      const [request] = service.requests;
      expect(JSON.parse(request?.body ?? '')).toEqual(input);
      expect(request?.headers).toMatchObject({
        'x-amz-target': operation,
        authorization: expect.stringContaining(`/${arn.split(':')[3]}/`),
      });
    },
  );

  test('a secret that may not be read is an error', async () => {
    service.script(json({ __type: 'AccessDeniedException' }, 400));

    await expect(readSecret(SECRET, inTime)).rejects.toThrow(
      expect.objectContaining({ name: 'AccessDeniedException' }),
    );
  });

  test('a secret is not waited for past the deadline', async () => {
    await expect(readSecret(SECRET, AbortSignal.abort())).rejects.toThrow(
      expect.objectContaining({ name: 'AbortError' }),
    );
  });
});
