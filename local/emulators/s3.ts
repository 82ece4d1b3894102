import type { AddressInfo } from 'node:net';
import { buildApp } from 'fauxqs';
import { FileS3Persistence } from '../../node_modules/fauxqs/dist/s3/fileS3Persistence.js';
import { S3Store } from '../../node_modules/fauxqs/dist/s3/s3Store.js';
import { SnsStore } from '../../node_modules/fauxqs/dist/sns/snsStore.js';
import { SqsStore } from '../../node_modules/fauxqs/dist/sqs/sqsStore.js';
import { refuseForeignRequests } from '../refuse-foreign-requests.ts';
import { checkConditionalWrites } from './conditional-writes.ts';
import { refuseKeysOutsideFolder } from './keys-in-folder.ts';
import { type Created, keepVersions } from './object-versions.ts';

export interface LocalS3 {
  /** For a client's `endpoint`, or `AWS_ENDPOINT_URL_S3`. */
  readonly endpoint: string;
  /** Does nothing for a bucket that exists. */
  createBucket(name: string): void;
  /** Sends a notification of each object that is written into the bucket from now on. */
  notify(bucket: string, send: (body: string) => void): void;
  stop(): Promise<void>;
}

export interface LocalS3Options {
  /** 0 for a free port. */
  readonly port: number;
  readonly region: string;
  /** Folder that stores buckets and objects. Default: in memory, until `stop`. */
  readonly dataDir?: string;
}

/**
 * Starts an S3 on 127.0.0.1, in this process. It accepts any credentials. Every bucket keeps versions. It takes
 * 11 MiB in one request: a larger object goes in parts, as the AWS CLI sends it. A key must be a plain path.
 *
 * @throws the system's error when the port is taken
 */
export async function startS3({ port, region, dataDir }: LocalS3Options): Promise<LocalS3> {
  const s3Store = new S3Store();
  refuseKeysOutsideFolder(s3Store);
  if (dataDir !== undefined) {
    const persistence = new FileS3Persistence(dataDir);
    persistence.loadS3(s3Store);
    s3Store.persistence = persistence;
  }
  const app = buildApp({
    logger: false,
    defaultRegion: region,
    stores: { sqsStore: new SqsStore(), snsStore: new SnsStore(), s3Store },
  });
  const listeners = new Map<string, (body: string) => void>();
  keepVersions(app, s3Store, (created) => {
    listeners.get(created.bucket)?.(notificationOf(created, region));
  });
  checkConditionalWrites(app, s3Store);
  refuseForeignRequests(app.server);

  await app.listen({ port, host: '127.0.0.1' });
  const address = app.server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${address.port}`,
    createBucket: (name) => s3Store.createBucket(name),
    notify: (bucket, send) => void listeners.set(bucket, send),
    stop: () => app.close(),
  };
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html */
function notificationOf({ bucket, key, versionId, how, size, eTag }: Created, region: string) {
  return JSON.stringify({
    Records: [
      {
        eventVersion: '2.1',
        eventSource: 'aws:s3',
        awsRegion: region,
        eventTime: new Date().toISOString(),
        eventName: `ObjectCreated:${how}`,
        // As the emulator of SQS names the sender of a message: it knows no principals.
        userIdentity: { principalId: 'AWS:000000000000' },
        s3: {
          s3SchemaVersion: '1.0',
          bucket: { name: bucket, arn: `arn:aws:s3:::${bucket}` },
          object: { key: encodedKey(key), size, eTag, versionId },
        },
      },
    ],
  });
}

/** As in a form, but for the slashes: a space is a plus sign. */
function encodedKey(key: string): string {
  return new URLSearchParams({ key }).toString().slice('key='.length).replaceAll('%2F', '/');
}
