import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  ListBucketsCommand,
  ListObjectVersionsCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { afterEach, describe, expect, test } from '@jest/globals';
import type { S3Event } from 'aws-lambda';
import { startS3 } from '../../../local/emulators/s3.ts';

const REGION = 'eu-west-1';
const Bucket = 'files';
const CLEANUPS: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const cleanUp of CLEANUPS.splice(0).reverse()) await cleanUp();
});

async function start(dataDir?: string) {
  const server = await startS3({ port: 0, region: REGION, ...(dataDir && { dataDir }) });
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const client = new S3Client({ endpoint: server.endpoint, region: REGION, credentials });
  CLEANUPS.push(async () => {
    client.destroy();
    await server.stop();
  });
  const notified: S3Event['Records'][number][] = [];
  server.notify(Bucket, (body) => notified.push(...JSON.parse(body).Records));
  server.createBucket(Bucket);
  const put = (Key: string, Body: string) =>
    client.send(new PutObjectCommand({ Bucket, Key, Body }));
  const read = async (Key: string, VersionId?: string) => {
    const { Body } = await client.send(new GetObjectCommand({ Bucket, Key, VersionId }));
    return Body?.transformToString();
  };
  return { ...server, client, notified, put, read };
}

describe('a version', () => {
  test('is given to each object that is written, and read by its id', async () => {
    const { put, read } = await start();
    const first = await put('people.csv', 'first');
    const second = await put('people.csv', 'second');

    expect(await read('people.csv', first.VersionId)).toBe('first');
    expect(await read('people.csv', second.VersionId)).toBe('second');
    expect(await read('people.csv')).toBe('second');
  });

  test('is there after its object was deleted', async () => {
    const { client, put, read } = await start();
    const { VersionId } = await put('people.csv', 'kept');
    await client.send(new DeleteObjectCommand({ Bucket, Key: 'people.csv' }));

    expect(await read('people.csv', VersionId)).toBe('kept');
    await expect(read('people.csv')).rejects.toThrow(
      expect.objectContaining({ name: 'NoSuchKey' }),
    );
  });

  test('is gone once it was deleted itself', async () => {
    const { client, put, read } = await start();
    const { VersionId } = await put('people.csv', 'gone');
    await client.send(new DeleteObjectCommand({ Bucket, Key: 'people.csv', VersionId }));

    await expect(read('people.csv', VersionId)).rejects.toThrow(
      expect.objectContaining({ name: 'NoSuchVersion' }),
    );
  });

  test('of another object is not found', async () => {
    const { put, read } = await start();
    const { VersionId } = await put('people.csv', 'mine');

    await expect(read('others.csv', VersionId)).rejects.toThrow(
      expect.objectContaining({ name: 'NoSuchVersion' }),
    );
  });

  test('in a data folder is there after a restart', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'joiner-s3-'));
    const first = await start(dataDir);
    const { VersionId } = await first.put('workday/people.csv', 'kept');
    await first.stop();

    const second = await start(dataDir);
    CLEANUPS.unshift(() => rm(dataDir, { recursive: true }));

    expect(await second.read('workday/people.csv', VersionId)).toBe('kept');
  });
});

describe('a notification', () => {
  test('says bucket, key, version and size, in the form of S3', async () => {
    const { put, notified } = await start();
    const { VersionId } = await put('workday/people.csv', 'four');

    expect(notified).toMatchObject([
      {
        eventSource: 'aws:s3',
        eventName: 'ObjectCreated:Put',
        s3: {
          bucket: { name: Bucket, arn: `arn:aws:s3:::${Bucket}` },
          object: { key: 'workday/people.csv', size: 4, versionId: VersionId },
        },
      },
    ]);
  });

  test('has the key as a form has it', async () => {
    const { put, notified } = await start();
    await put('workday/new hires (März)+1.csv', 'x');

    expect(notified[0]?.s3.object.key).toBe('workday/new+hires+%28M%C3%A4rz%29%2B1.csv');
  });

  test('is sent for a copy, with a version of its own', async () => {
    const { client, put, read, notified } = await start();
    await put('people.csv', 'same');
    const { VersionId } = await client.send(
      new CopyObjectCommand({ Bucket, Key: 'copy.csv', CopySource: `${Bucket}/people.csv` }),
    );

    expect(notified[1]).toMatchObject({
      eventName: 'ObjectCreated:Copy',
      s3: { object: { versionId: VersionId } },
    });
    expect(await read('copy.csv', VersionId)).toBe('same');
  });

  test('is sent once for an object in parts, when it is complete', async () => {
    const { client, read, notified } = await start();
    const upload = { Bucket, Key: 'large.csv' };
    const { UploadId } = await client.send(new CreateMultipartUploadCommand(upload));
    const { ETag } = await client.send(
      new UploadPartCommand({ ...upload, UploadId, PartNumber: 1, Body: 'part' }),
    );
    const { VersionId } = await client.send(
      new CompleteMultipartUploadCommand({
        ...upload,
        UploadId,
        MultipartUpload: { Parts: [{ PartNumber: 1, ETag }] },
      }),
    );

    expect(notified).toMatchObject([
      { eventName: 'ObjectCreated:CompleteMultipartUpload', s3: { object: { size: 4 } } },
    ]);
    expect(await read('large.csv', VersionId)).toBe('part');
  });

  test('is not sent for a write that was refused', async () => {
    const { client, notified } = await start();
    const Key = 'copy.csv';
    const copy = new CopyObjectCommand({ Bucket, Key, CopySource: `${Bucket}/none.csv` });

    await expect(client.send(copy)).rejects.toThrow(expect.objectContaining({ name: 'NoSuchKey' }));
    expect(notified).toEqual([]);
  });
});

describe('the list of versions', () => {
  async function listed({ client }: { readonly client: S3Client }, input = {}) {
    const { Versions = [], ...page } = await client.send(
      new ListObjectVersionsCommand({ Bucket, ...input }),
    );
    return { ...page, keys: Versions.map(({ Key }) => Key), versions: Versions };
  }

  test('is in the order of keys, and of each key the last one first', async () => {
    const server = await start();
    const first = await server.put('b.csv', 'first');
    const second = await server.put('b.csv', 'second one');
    await server.put('a.csv', 'other');

    const { keys, versions, IsTruncated } = await listed(server);

    expect(keys).toEqual(['a.csv', 'b.csv', 'b.csv']);
    expect(versions.slice(1)).toMatchObject([
      { VersionId: second.VersionId, IsLatest: true, Size: 10, ETag: second.ETag },
      { VersionId: first.VersionId, IsLatest: false, Size: 5, ETag: first.ETag },
    ]);
    expect(versions[0]?.LastModified).toBeInstanceOf(Date);
    expect(IsTruncated).toBe(false);
  });

  test('comes in pages, which may end between two versions of an object', async () => {
    const server = await start();
    for (const body of ['first', 'second', 'third']) await server.put('a.csv', body);
    await server.put('b.csv', 'last');

    const one = await listed(server, { MaxKeys: 2 });
    const { NextKeyMarker: KeyMarker, NextVersionIdMarker: VersionIdMarker } = one;
    const two = await listed(server, { MaxKeys: 2, KeyMarker, VersionIdMarker });

    expect([one.IsTruncated, two.IsTruncated]).toEqual([true, false]);
    expect([one.keys, two.keys]).toEqual([
      ['a.csv', 'a.csv'],
      ['a.csv', 'b.csv'],
    ]);
    const ids = [...one.versions, ...two.versions].map(({ VersionId }) => VersionId);
    expect(new Set(ids).size).toBe(4);
  });

  test('has no version that was deleted, and those of an object that was', async () => {
    const server = await start();
    const { VersionId } = await server.put('a.csv', 'gone');
    await server.put('b.csv', 'kept');
    await server.client.send(new DeleteObjectCommand({ Bucket, Key: 'a.csv', VersionId }));
    await server.client.send(new DeleteObjectCommand({ Bucket, Key: 'b.csv' }));

    expect((await listed(server)).keys).toEqual(['b.csv']);
  });

  test('has only the keys that begin with a prefix', async () => {
    const server = await start();
    await server.put('workday/a.csv', 'x');
    await server.put('bamboohr/a.csv', 'x');

    expect((await listed(server, { Prefix: 'workday/' })).keys).toEqual(['workday/a.csv']);
  });

  test('has the key as a form has it, where that is asked for', async () => {
    const server = await start();
    await server.put('workday/new hires (März)+1.csv', 'x');

    expect((await listed(server, { EncodingType: 'url' })).keys).toEqual([
      'workday/new+hires+%28M%C3%A4rz%29%2B1.csv',
    ]);
  });
});

test('the bucket that holds the versions is in no list', async () => {
  const { client } = await start();

  const { Buckets } = await client.send(new ListBucketsCommand({}));

  expect(Buckets?.map(({ Name }) => Name)).toEqual([Bucket]);
});

describe('a conditional write', () => {
  const refused = (name: string) => expect.objectContaining({ name });

  test('if there is no such object stores one, whoever else writes at the same time', async () => {
    const { client, read } = await start();
    const writes = await Promise.allSettled(
      Array.from({ length: 20 }, (_, index) =>
        client.send(
          new PutObjectCommand({ Bucket, Key: 'note', Body: `${index}`, IfNoneMatch: '*' }),
        ),
      ),
    );

    const stored = writes.flatMap(({ status }, index) => (status === 'fulfilled' ? index : []));
    expect(stored).toHaveLength(1);
    expect(await read('note')).toBe(`${stored[0]}`);
    expect(writes.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: refused('PreconditionFailed'),
    });
  });

  test('if the object is the one that was read replaces that, and no other', async () => {
    const { client, put, read } = await start();
    const { ETag: IfMatch } = await put('note', 'first');
    const replace = (Body: string) =>
      client.send(new PutObjectCommand({ Bucket, Key: 'note', Body, IfMatch }));

    await replace('second');

    await expect(replace('third')).rejects.toThrow(refused('PreconditionFailed'));
    expect(await read('note')).toBe('second');
  });

  test('of an object that is gone is refused', async () => {
    const { client } = await start();
    const write = new PutObjectCommand({ Bucket, Key: 'gone', Body: 'x', IfMatch: '"x"' });

    await expect(client.send(write)).rejects.toThrow(refused('NoSuchKey'));
  });
});
