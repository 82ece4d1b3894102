import { GenerateMacCommand, KMSClient } from '@aws-sdk/client-kms';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type LocalKms, startKms } from '../../local/emulators/kms.ts';
import { generateMac } from '../../src/runtime/generate-mac.ts';
import {
  json,
  type RecordingServer,
  startRecordingServer,
} from '../support/http/recording-server.ts';

const REGION = 'eu-central-1';
const KEY = `arn:aws:kms:${REGION}:111122223333:key/1234abcd`;
const MESSAGE = new TextEncoder().encode('message');
const MAC = Buffer.alloc(32, 1);
const answer = json({ Mac: MAC.toString('base64') });

const environment = { ...process.env };
beforeEach(() => {
  Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' });
});
afterEach(() => {
  process.env = { ...environment };
});

describe('a MAC', () => {
  let kms: LocalKms;
  beforeEach(async () => {
    kms = await startKms({ port: 0, region: REGION });
    process.env['AWS_ENDPOINT_URL_KMS'] = kms.endpoint;
  });
  afterEach(() => kms.stop());

  test('is that which the SDK’s own client gets, by a call that is signed for the region of the key', async () => {
    const client = new KMSClient({ region: REGION });
    const command = { KeyId: KEY, MacAlgorithm: 'HMAC_SHA_256', Message: MESSAGE } as const;
    const { Mac } = await client.send(new GenerateMacCommand(command));
    client.destroy();

    expect(Buffer.from((await generateMac(KEY, MESSAGE)) ?? [])).toEqual(Buffer.from(Mac ?? []));
  });
});

describe('a call that fails', () => {
  let service: RecordingServer;
  beforeEach(async () => {
    service = await startRecordingServer();
    process.env['AWS_ENDPOINT_URL_KMS'] = service.endpoint;
  });
  afterEach(() => service.stop());

  test.each([
    ['a server error', json({ __type: 'KMSInternalException' }, 500)],
    ['throttling', json({ __type: 'ThrottlingException' }, 400)],
    ['no JSON', { status: 502, body: '<html>' }],
  ])('is made again after %s', async (_, failure) => {
    service.script(failure, failure, answer);

    expect(Buffer.from((await generateMac(KEY, MESSAGE)) ?? [])).toEqual(MAC);
    expect(service.requests).toHaveLength(3);
  });

  test('is given up after three attempts', async () => {
    service.script(json({ __type: 'KMSInternalException' }, 500));

    await expect(generateMac(KEY, MESSAGE)).rejects.toMatchObject({
      name: 'KMSInternalException',
      $metadata: { httpStatusCode: 500 },
    });
    expect(service.requests).toHaveLength(3);
  });

  test.each([
    ['AccessDeniedException', json({ __type: 'AccessDeniedException' }, 400)],
    ['DisabledException', json({ __type: 'com.amazonaws.kms#DisabledException' }, 400)],
  ])('is not made again after %s', async (name, refusal) => {
    service.script(refusal);

    await expect(generateMac(KEY, MESSAGE)).rejects.toMatchObject({ name });
    expect(service.requests).toHaveLength(1);
  });
});
