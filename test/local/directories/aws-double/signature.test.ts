import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  type FinspaceDouble,
  startFinspaceDouble,
} from '../../../../local/directories/finspace/server.ts';
import { type SignedRequest, signedFetch } from '../../../support/aws/signed-fetch.ts';
import { createFinspaceV2Client } from '../../../support/directories/finspace-v2-client.ts';

const LIST = { method: 'GET', path: '/user', query: { maxResults: '10' } };
const CREATE = {
  method: 'POST',
  path: '/user',
  body: '{"emailAddress":"ada@example.com","type":"APP_USER"}',
};

let double: FinspaceDouble;

beforeAll(async () => {
  double = await startFinspaceDouble({
    credentials: [
      { accessKeyId: 'test', secretAccessKey: 'test' },
      { accessKeyId: 'session', secretAccessKey: 'secret', sessionToken: 'session-token' },
    ],
  });
});

afterAll(() => double.stop());

async function errorOf(response: Response) {
  const body = (await response.json()) as { message?: string };
  const name = response.headers.get('x-amzn-errortype');
  return { status: response.status, name, message: body.message };
}

function withHeaders(changes: Readonly<Record<string, string>>) {
  return ({ headers, body }: SignedRequest): SignedRequest => ({
    headers: { ...headers, ...changes },
    body,
  });
}

function withoutHeader(name: string) {
  return ({ headers, body }: SignedRequest): SignedRequest => ({
    headers: Object.fromEntries(Object.entries(headers).filter(([key]) => key !== name)),
    body,
  });
}

function withAuthorization(change: (authorization: string) => string) {
  return ({ headers, body }: SignedRequest): SignedRequest => ({
    headers: { ...headers, authorization: change(`${headers['authorization']}`) },
    body,
  });
}

describe('a request is taken', () => {
  test('as the SDK v3 signs it', async () => {
    const response = await signedFetch(double.endpoint, LIST);

    expect(response.status).toBe(200);
  });

  test('as the SDK v2 signs it', async () => {
    const client = createFinspaceV2Client(double.endpoint);

    await expect(client.listUsers({ maxResults: 10 }).promise()).resolves.toBeDefined();
  });

  test('with temporary credentials and their session token', async () => {
    const response = await signedFetch(double.endpoint, {
      ...LIST,
      credentials: {
        accessKeyId: 'session',
        secretAccessKey: 'secret',
        sessionToken: 'session-token',
      },
    });

    expect(response.status).toBe(200);
  });

  test('with a signature of any date', async () => {
    const response = await signedFetch(double.endpoint, {
      ...LIST,
      signingDate: new Date('2001-02-03T04:05:06Z'),
    });

    expect(response.status).toBe(200);
  });

  test('with characters in path and query that must be encoded', async () => {
    const response = await signedFetch(double.endpoint, {
      method: 'GET',
      path: '/user/a%20b%2Fc%2B%C3%BC',
      query: { 'a b': 'c+d/é=&' },
    });

    expect(response.status).toBe(404);
  });
});

describe('a request is refused', () => {
  const DOES_NOT_MATCH = expect.stringContaining('does not match the signature you provided');

  test('without a signature', async () => {
    const response = await fetch(`${double.endpoint}/user?maxResults=10`);

    expect(await errorOf(response)).toEqual({
      status: 403,
      name: 'MissingAuthenticationTokenException',
      message: 'Missing Authentication Token',
    });
  });

  test('without a signature even where no operation is', async () => {
    const response = await fetch(`${double.endpoint}/nothing`);

    expect(await errorOf(response)).toMatchObject({ name: 'MissingAuthenticationTokenException' });
  });

  test('with an access key id that nobody has', async () => {
    const response = await signedFetch(double.endpoint, {
      ...LIST,
      credentials: { accessKeyId: 'unknown', secretAccessKey: 'test' },
    });

    expect(await errorOf(response)).toMatchObject({
      status: 403,
      name: 'UnrecognizedClientException',
    });
  });

  test('with temporary credentials and another session token', async () => {
    const response = await signedFetch(double.endpoint, {
      ...LIST,
      credentials: { accessKeyId: 'session', secretAccessKey: 'secret', sessionToken: 'other' },
    });

    expect(await errorOf(response)).toMatchObject({
      status: 403,
      name: 'UnrecognizedClientException',
    });
  });

  test('with another secret', async () => {
    const response = await signedFetch(double.endpoint, {
      ...LIST,
      credentials: { accessKeyId: 'test', secretAccessKey: 'other' },
    });

    expect(await errorOf(response)).toEqual({
      status: 403,
      name: 'InvalidSignatureException',
      message: DOES_NOT_MATCH,
    });
  });

  test('signed for another service', async () => {
    const response = await signedFetch(double.endpoint, { ...LIST, service: 'finspace' });

    expect(await errorOf(response)).toEqual({
      status: 403,
      name: 'InvalidSignatureException',
      message: "Credential should be scoped to correct service: 'finspace-api'.",
    });
  });

  test('signed for another region', async () => {
    const response = await signedFetch(double.endpoint, { ...LIST, region: 'us-east-1' });

    expect(await errorOf(response)).toEqual({
      status: 403,
      name: 'InvalidSignatureException',
      message: 'Credential should be scoped to a valid region.',
    });
  });

  test('with a credential scope that does not end in aws4_request', async () => {
    const tamper = withAuthorization((text) => text.replace('aws4_request', 'aws5_request'));

    const response = await signedFetch(double.endpoint, { ...LIST, tamper });

    expect(await errorOf(response)).toMatchObject({
      status: 403,
      message: expect.stringContaining('terminator'),
    });
  });

  test('with a credential scope of another day', async () => {
    const tamper = withHeaders({ 'x-amz-date': '20010203T040506Z' });

    const response = await signedFetch(double.endpoint, { ...LIST, tamper });

    expect(await errorOf(response)).toMatchObject({
      status: 403,
      message: expect.stringContaining('Date in Credential scope'),
    });
  });

  test('without x-amz-date', async () => {
    const tamper = withoutHeader('x-amz-date');

    const response = await signedFetch(double.endpoint, { ...LIST, tamper });

    expect(await errorOf(response)).toMatchObject({
      status: 403,
      name: 'IncompleteSignatureException',
      message: expect.stringContaining('X-Amz-Date'),
    });
  });

  test.each(['yesterday', '20261341T990000Z'])('with %s for x-amz-date', async (date) => {
    const tamper = withHeaders({ 'x-amz-date': date });

    const response = await signedFetch(double.endpoint, { ...LIST, tamper });

    expect(await errorOf(response)).toMatchObject({
      status: 403,
      name: 'IncompleteSignatureException',
    });
  });

  test.each([
    ['another algorithm', (text: string) => text.replace('AWS4-HMAC-SHA256', 'AWS4-HMAC-SHA1')],
    ['a scope of too few parts', (text: string) => text.replace('/aws4_request', '')],
    ['no signed headers', (text: string) => text.replace(/SignedHeaders=[^,]+, /, '')],
    ['a signature cut short', (text: string) => text.slice(0, -1)],
  ])('with an Authorization header that has %s', async (_what, change) => {
    const tamper = withAuthorization(change);

    const response = await signedFetch(double.endpoint, { ...LIST, tamper });

    expect(await errorOf(response)).toMatchObject({
      status: 403,
      name: 'IncompleteSignatureException',
    });
  });

  test('whose body is not what its content hash says', async () => {
    const tamper = ({ headers }: SignedRequest) => ({ headers, body: '{"type":"SUPER_USER"}' });

    const response = await signedFetch(double.endpoint, { ...CREATE, tamper });

    expect(await errorOf(response)).toMatchObject({
      status: 403,
      name: 'InvalidSignatureException',
      message: expect.stringContaining('x-amz-content-sha256'),
    });
    expect(double.users()).toEqual([]);
  });

  test('whose signed header was changed', async () => {
    const tamper = withHeaders({ 'content-type': 'text/plain' });

    const response = await signedFetch(double.endpoint, { ...CREATE, tamper });

    expect(await errorOf(response)).toMatchObject({ status: 403, message: DOES_NOT_MATCH });
  });

  test('with an x-amz header that is not signed', async () => {
    const tamper = withHeaders({ 'x-amz-target': 'something' });

    const response = await signedFetch(double.endpoint, { ...LIST, tamper });

    expect(await errorOf(response)).toMatchObject({
      status: 403,
      message: "'x-amz-target' must be a signed header.",
    });
  });
});

test('a double of another region refuses the SDK v2 client of this one', async () => {
  const elsewhere = await startFinspaceDouble({ region: 'us-east-1' });

  const answer = createFinspaceV2Client(elsewhere.endpoint).listUsers({ maxResults: 10 }).promise();

  await expect(answer).rejects.toMatchObject({
    code: 'InvalidSignatureException',
    statusCode: 403,
  });
  await elsewhere.stop();
});
