import { afterAll, beforeAll, expect, test } from '@jest/globals';
import {
  type FinspaceDouble,
  startFinspaceDouble,
} from '../../../../local/directories/finspace/server.ts';
import { type RequestToSign, signedFetch } from '../../../support/aws/signed-fetch.ts';
import { createFinspaceV2Client } from '../../../support/directories/finspace-v2-client.ts';

const LIST = { method: 'GET', path: '/user', query: { maxResults: '10' } };
const TEMPORARY = { accessKeyId: 'session', secretAccessKey: 'secret', sessionToken: 'token' };

let double: FinspaceDouble;
beforeAll(async () => {
  double = await startFinspaceDouble({
    credentials: [{ accessKeyId: 'test', secretAccessKey: 'test' }, TEMPORARY],
  });
});
afterAll(() => double.stop());

test.each<[string, Partial<RequestToSign>]>([
  ['the SDK v3 signed', {}],
  ['temporary credentials signed', { credentials: TEMPORARY }],
  ['was signed at any other time', { signingDate: new Date('2001-02-03T04:05:06Z') }],
])('the double takes a request that %s', async (_, changes) => {
  const response = await signedFetch(double.endpoint, { ...LIST, ...changes });

  expect(response.status).toBe(200);
});

test('the double takes a request that the SDK v2 signed', async () => {
  const client = createFinspaceV2Client(double.endpoint);

  await expect(client.listUsers({ maxResults: 10 }).promise()).resolves.toBeDefined();
});

test('the double refuses a request without a signature', async () => {
  const response = await fetch(`${double.endpoint}/user?maxResults=10`);

  expect(response.status).toBe(403);
});

test.each<[string, Partial<RequestToSign>]>([
  ['another access key', { credentials: { accessKeyId: 'other', secretAccessKey: 'test' } }],
  ['another secret', { credentials: { accessKeyId: 'test', secretAccessKey: 'other' } }],
  ['another session token', { credentials: { ...TEMPORARY, sessionToken: 'other' } }],
  ['another service', { service: 'finspace' }],
  ['another region', { region: 'us-east-1' }],
  ['another body', { tamper: ({ headers }) => ({ headers, body: undefined }) }],
])('the double refuses a request that was signed for %s', async (_, changes) => {
  const body = '{"emailAddress":"ada@example.com","type":"APP_USER"}';
  const request = { method: 'POST', path: '/user', body, ...changes };

  const response = await signedFetch(double.endpoint, request);

  expect(response.status).toBe(403);
  expect(double.users()).toEqual([]);
});
