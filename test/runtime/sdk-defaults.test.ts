import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { IdentitystoreClient } from '@aws-sdk/client-identitystore';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createSdkDefaults } from '../../src/runtime/sdk-defaults.ts';
import { FinspaceDataClient } from '../../src/targets/finspace/client/finspace-data-client.ts';

const REGION = 'eu-west-1';
const { ofAnyClient, ofTables } = createSdkDefaults({});
const VARIABLES = [
  'AWS_USE_FIPS_ENDPOINT',
  'AWS_USE_DUALSTACK_ENDPOINT',
  'AWS_SDK_UA_APP_ID',
  'AWS_DISABLE_CLOCK_SKEW_CORRECTION',
  'AWS_MAX_ATTEMPTS',
  'AWS_RETRY_MODE',
  'AWS_DEFAULTS_MODE',
  'AWS_AUTH_SCHEME_PREFERENCE',
  'AWS_ACCOUNT_ID_ENDPOINT_MODE',
];
const FILES = { AWS_CONFIG_FILE: '/no/config', AWS_SHARED_CREDENTIALS_FILE: '/no/credentials' };

type Config = Readonly<Record<string, unknown>>;

/** The values of settings in a client's resolved configuration, whatever form it keeps them in. */
async function valuesOf(names: readonly string[], config: Config): Promise<Config> {
  const values = names.map(async (name) => {
    const setting = config[name];
    return [name, typeof setting === 'function' ? await setting() : setting];
  });
  return Object.fromEntries(await Promise.all(values));
}

describe('the defaults of the SDK', () => {
  const before = { ...process.env };

  beforeAll(() => {
    for (const name of VARIABLES) delete process.env[name];
    Object.assign(process.env, FILES);
  });

  afterAll(() => {
    process.env = before;
  });

  it.each([
    ['SQS', (given: object) => new SQSClient({ region: REGION, ...given }), ofAnyClient],
    ['S3', (given: object) => new S3Client({ region: REGION, ...given }), ofAnyClient],
    [
      'Identity Center',
      (given: object) => new IdentitystoreClient({ region: REGION, ...given }),
      ofAnyClient,
    ],
    [
      'FinSpace',
      (given: object) => new FinspaceDataClient({ region: REGION, ...given }),
      ofAnyClient,
    ],
    ['DynamoDB', (given: object) => new DynamoDBClient({ region: REGION, ...given }), ofTables],
  ])('are those that a client of %s finds by itself', async (_, clientWith, defaults) => {
    const names = Object.keys(defaults);
    const own = clientWith({}).config as unknown as Config;
    const given = clientWith(defaults).config as unknown as Config;

    expect(await valuesOf(names, given)).toStrictEqual(await valuesOf(names, own));
  });

  it.each(VARIABLES)('leave to the client what %s sets', (variable) => {
    const names = Object.keys({ ...ofAnyClient, ...ofTables });
    const left = createSdkDefaults({ [variable]: 'anything' });

    expect(Object.keys({ ...left.ofAnyClient, ...left.ofTables })).toHaveLength(names.length - 1);
  });

  it.each(['AWS_CONFIG_FILE', 'AWS_SHARED_CREDENTIALS_FILE', 'AWS_PROFILE'])(
    'are none where %s leads to a configuration file',
    (variable) => {
      expect(createSdkDefaults({ [variable]: 'any' })).toStrictEqual({
        ofAnyClient: {},
        ofTables: {},
      });
    },
  );
});
