import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { GetUserCommand } from '../../../../src/targets/finspace/client/commands.ts';
import type { FinspaceDataClientConfig } from '../../../../src/targets/finspace/client/config.ts';
import { FinspaceDataClient } from '../../../../src/targets/finspace/client/finspace-data-client.ts';
import { credentials, REGION, retryAtOnce } from '../../../support/directories/finspace-client.ts';
import {
  json,
  type RecordingServer,
  startRecordingServer,
} from '../../../support/http/recording-server.ts';

const realEnvironment = process.env;
let server: RecordingServer;
let elsewhere: RecordingServer;

beforeAll(async () => {
  server = await startRecordingServer();
  elsewhere = await startRecordingServer();
});

afterAll(async () => {
  await server.stop();
  await elsewhere.stop();
});

beforeEach(() => {
  process.env = {
    AWS_CONFIG_FILE: '/nowhere/config',
    AWS_SHARED_CREDENTIALS_FILE: '/nowhere/credentials',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_REGION: REGION,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
  };
  server.script(json({}));
  elsewhere.script(json({}));
});

afterEach(() => {
  process.env = realEnvironment;
});

async function call(config: FinspaceDataClientConfig = {}) {
  const client = new FinspaceDataClient(config);
  try {
    return await client.send(new GetUserCommand({ userId: 'user-1' }));
  } finally {
    client.destroy();
  }
}

/** Where a call would go: the client is stopped just before it sends. */
async function hostOf(config: FinspaceDataClientConfig = {}): Promise<string> {
  const client = new FinspaceDataClient(config);
  const hosts: string[] = [];
  client.middlewareStack.add(
    () => async (args) => {
      hosts.push((args.request as { hostname: string }).hostname);
      return { response: {}, output: { $metadata: {} } };
    },
    { step: 'finalizeRequest', priority: 'low' },
  );
  await client.send(new GetUserCommand({ userId: 'user-1' }));
  return hosts.join();
}

describe('with nothing but the standard environment', () => {
  test('a call goes to AWS_ENDPOINT_URL_FINSPACE_DATA, signed for the region', async () => {
    process.env['AWS_ENDPOINT_URL_FINSPACE_DATA'] = server.endpoint;

    await call();

    expect(server.requests).toHaveLength(1);
    expect(server.requests[0]?.headers.authorization).toContain(
      `/${REGION}/finspace-api/aws4_request`,
    );
  });

  test('AWS_ENDPOINT_URL_FINSPACE_DATA comes before AWS_ENDPOINT_URL', async () => {
    process.env['AWS_ENDPOINT_URL'] = elsewhere.endpoint;
    process.env['AWS_ENDPOINT_URL_FINSPACE_DATA'] = server.endpoint;

    await call();

    expect(server.requests).toHaveLength(1);
    expect(elsewhere.requests).toHaveLength(0);
  });

  test('AWS_ENDPOINT_URL serves where there is no other', async () => {
    process.env['AWS_ENDPOINT_URL'] = server.endpoint;

    await call();

    expect(server.requests).toHaveLength(1);
  });

  test('the session token of temporary credentials is sent', async () => {
    process.env['AWS_ENDPOINT_URL_FINSPACE_DATA'] = server.endpoint;
    process.env['AWS_SESSION_TOKEN'] = 'session-1';

    await call();

    expect(server.requests[0]?.headers['x-amz-security-token']).toBe('session-1');
  });

  test('AWS_MAX_ATTEMPTS bounds the attempts', async () => {
    process.env['AWS_ENDPOINT_URL_FINSPACE_DATA'] = server.endpoint;
    process.env['AWS_MAX_ATTEMPTS'] = '1';
    server.script(json({}, 500));

    await expect(call()).rejects.toMatchObject({ $metadata: { attempts: 1 } });

    expect(server.requests).toHaveLength(1);
  });

  test.each([
    [{}, 'finspace-api.eu-west-1.amazonaws.com'],
    [{ AWS_REGION: 'cn-north-1' }, 'finspace-api.cn-north-1.amazonaws.com.cn'],
    [{ AWS_USE_FIPS_ENDPOINT: 'true' }, 'finspace-api-fips.eu-west-1.amazonaws.com'],
    [{ AWS_USE_DUALSTACK_ENDPOINT: 'true' }, 'finspace-api.eu-west-1.api.aws'],
  ])('%p leads to %s', async (environment, host) => {
    Object.assign(process.env, environment);

    expect(await hostOf()).toBe(host);
  });

  test('a call without region is refused', async () => {
    delete process.env['AWS_REGION'];

    await expect(call()).rejects.toThrow('Region is missing');
  });

  test('a call without credentials is refused', async () => {
    delete process.env['AWS_ACCESS_KEY_ID'];

    await expect(call({ endpoint: server.endpoint })).rejects.toMatchObject({
      name: 'CredentialsProviderError',
    });
    expect(server.requests).toHaveLength(0);
  });
});

describe('a profile of the shared configuration file', () => {
  let directory: string;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'joiner-profile-'));
    await writeFile(
      join(directory, 'config'),
      [
        '[profile hr]',
        'region = eu-central-1',
        'use_fips_endpoint = true',
        'aws_access_key_id = profile-key',
        'aws_secret_access_key = profile-secret',
      ].join('\n'),
    );
  });

  afterAll(() => rm(directory, { recursive: true }));

  beforeEach(() => {
    process.env['AWS_CONFIG_FILE'] = join(directory, 'config');
    delete process.env['AWS_REGION'];
    delete process.env['AWS_ACCESS_KEY_ID'];
    delete process.env['AWS_SECRET_ACCESS_KEY'];
  });

  test('a profile of the shared configuration file gives region and endpoint variant', async () => {
    expect(await hostOf({ profile: 'hr' })).toBe('finspace-api-fips.eu-central-1.amazonaws.com');
  });

  test('a profile of the shared configuration file gives credentials', async () => {
    await call({ profile: 'hr', endpoint: server.endpoint, useFipsEndpoint: false });

    expect(server.requests[0]?.headers.authorization).toMatch(
      /Credential=profile-key\/\d{8}\/eu-central-1\/finspace-api/,
    );
  });
});

describe('what the caller gives comes before the environment', () => {
  test('endpoint', async () => {
    process.env['AWS_ENDPOINT_URL_FINSPACE_DATA'] = elsewhere.endpoint;

    await call({ endpoint: server.endpoint });

    expect(server.requests).toHaveLength(1);
    expect(elsewhere.requests).toHaveLength(0);
  });

  test('path of the endpoint', async () => {
    await call({ endpoint: `${server.endpoint}/base` });

    expect(server.requests[0]?.target).toBe('/base/user/user-1');
  });

  test('region and credentials', async () => {
    await call({
      endpoint: server.endpoint,
      region: 'us-east-2',
      credentials: { accessKeyId: 'given', secretAccessKey: 'given' },
    });

    expect(server.requests[0]?.headers.authorization).toMatch(
      /Credential=given\/\d{8}\/us-east-2\/finspace-api/,
    );
  });

  test('retry strategy', async () => {
    process.env['AWS_MAX_ATTEMPTS'] = '1';
    server.script(json({}, 500));

    await expect(
      call({ endpoint: server.endpoint, retryStrategy: retryAtOnce(4) }),
    ).rejects.toMatchObject({ $metadata: { attempts: 4 } });
  });

  test('the timeout of a request', async () => {
    server.script('silence');

    await expect(
      call({
        endpoint: server.endpoint,
        maxAttempts: 1,
        requestHandler: { requestTimeout: 20, throwOnRequestTimeout: true },
      }),
    ).rejects.toMatchObject({ name: 'TimeoutError', $metadata: { attempts: 1 } });
  });
});

test('a request says which service and which kind of client it comes from', async () => {
  await call({ endpoint: server.endpoint });

  expect(server.requests[0]?.headers['user-agent']).toMatch(
    /^aws-sdk-js\/3.* api\/finspace-data#3/,
  );
});
