import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { target as finspace } from '../../../src/runtime/targets/finspace.ts';
import { target as identityCenter } from '../../../src/runtime/targets/identity-center.ts';
import { type RecordingServer, startRecordingServer } from '../../support/http/recording-server.ts';

let server: RecordingServer;
beforeEach(async () => {
  server = await startRecordingServer();
});
afterEach(() => server.stop());

let readings: number;
let calls: number;
const settings = () => ({
  region: 'eu-west-1',
  endpoint: server.endpoint,
  credentials: async () => {
    readings += 1;
    return { accessKeyId: 'test', secretAccessKey: 'test' };
  },
});
const observer = {
  clock: { now: () => 0 },
  onCall: () => {
    calls += 1;
  },
};
beforeEach(() => {
  readings = 0;
  calls = 0;
});

const targets = {
  FinSpace: () =>
    finspace.create(
      { AWS_REGION: 'eu-west-1', FINSPACE_ACCOUNT_ID: '1', FINSPACE_ENVIRONMENT_ID: '2' },
      observer,
      settings,
    ),
  'IAM Identity Center': () =>
    identityCenter.create(
      {
        AWS_REGION: 'eu-west-1',
        IDENTITY_STORE_ID: 'd-0000000001',
        IDENTITY_CENTER_USER_NAME: 'address',
        FORWARDED_ATTRIBUTES: [],
        ALLOWED_ATTRIBUTE_VALUES: {},
      },
      observer,
      settings,
    ),
};

test.each(Object.entries(targets))(
  'the rehearsal of a creation in %s signs it, but sends and counts nothing',
  async (_, create) => {
    const target = create();
    await target.rehearseCreate?.('request');
    await target.rehearseCreate?.('whole');
    expect(readings).toBe(1);
    expect(calls).toBe(0);

    // A call of the rehearsal would have come before this one.
    await target.get('user-1', new AbortController().signal);
    expect(server.requests).toHaveLength(1);
    expect(calls).toBe(1);
  },
);
