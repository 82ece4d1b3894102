import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createIntakeBucket } from '../../src/aws/intake-bucket.ts';

/** Responds as S3 does to a version that it has and does not hand out: the key of the object is status and code. */
const s3 = createServer((request, response) => {
  const [, , status, code] = (request.url ?? '').split(/[/?]/);
  response.writeHead(Number(status), { 'content-type': 'application/xml' });
  response.end(`<Error><Code>${code}</Code><Message>Of ${code}.</Message></Error>`);
});
beforeAll(() => new Promise<void>((resolve) => s3.listen(0, '127.0.0.1', resolve)));
afterAll(() => new Promise((resolve) => s3.close(resolve)));

async function failureOf(objectKey: string): Promise<unknown> {
  const { port } = s3.address() as AddressInfo;
  const client = new S3Client({
    endpoint: `http://127.0.0.1:${port}`,
    forcePathStyle: true,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  });
  const bucket = createIntakeBucket({ client, bucketName: 'intake' });
  const object = { objectKey, versionId: 'v1' };
  try {
    for await (const _ of bucket.open(object, new AbortController().signal));
    return undefined;
  } catch (error) {
    return error;
  } finally {
    client.destroy();
  }
}

test.each(['404/NoSuchKey', '404/NoSuchVersion', '405/MethodNotAllowed'])(
  '%s: there is nothing to take',
  async (response) => {
    expect(await failureOf(response)).toMatchObject({ name: 'ObjectGoneError' });
  },
);

const UNREADABLE = {
  name: 'UnreadableFileError',
  message:
    'must not be archived, or encrypted with a key of its own; put it again, without a storage class and a key',
};

test('an archived object can never be read, and the sender learns why', async () => {
  expect(await failureOf('403/InvalidObjectState')).toMatchObject(UNREADABLE);
});

test('an object with a key that only its sender has can never be read, and the sender learns why', async () => {
  expect(await failureOf('400/InvalidRequest')).toMatchObject(UNREADABLE);
});

test('a call that is denied could succeed later', async () => {
  expect(await failureOf('403/AccessDenied')).toMatchObject({ name: 'AccessDenied' });
});
