import { hash } from 'node:crypto';
import { type JsonObject, parseJson } from '../contracts/envelopes.ts';
import type { IntakeFile } from '../intake/file-progress.ts';
import { principalOf } from './principal.ts';

/** An object that S3 announced. */
export interface AnnouncedObject {
  readonly file: IntakeFile;
  /** The announcement of this one object, to be set aside, or sent again. */
  readonly notification: string;
  /** The principal that put it, by S3; absent where an operator has the intake continue with a file. */
  readonly putBy?: string;
}

export type Notification =
  | { readonly kind: 'objects'; readonly objects: readonly AnnouncedObject[] }
  /** It is no notification about objects of this bucket. */
  | { readonly kind: 'invalid' };

/**
 * The objects of a notification of S3. Folders, which some programs put as empty objects, are none, and S3's test
 * message has none.
 * @param askedAtMs when the notification was sent, in epoch milliseconds
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
 */
export function readNotification(
  body: string,
  bucketName: string,
  askedAtMs: number,
): Notification {
  const json = parseJson(body) as JsonObject | null;
  if (json?.['Event'] === 's3:TestEvent') return { kind: 'objects', objects: [] };
  const records = json?.['Records'];
  if (!Array.isArray(records)) return { kind: 'invalid' };
  const files = records.map((record) => fileOf(record, bucketName, askedAtMs));
  if (files.some((file) => file === undefined)) return { kind: 'invalid' };
  const objects = files.flatMap((file, index) => {
    if (file === undefined || isFolder(file)) return [];
    const putBy = principalOf((records[index] as S3Record).userIdentity?.principalId);
    const notification = JSON.stringify({ Records: [records[index]] });
    return [{ file, notification, ...(putBy !== undefined && { putBy }) }];
  });
  return { kind: 'objects', objects };
}

interface S3Record {
  readonly eventTime?: unknown;
  readonly userIdentity?: { readonly principalId?: unknown } | null;
  readonly s3?: {
    readonly bucket?: { readonly name?: unknown };
    readonly object?: {
      readonly key?: unknown;
      readonly versionId?: unknown;
      readonly size?: unknown;
    };
  };
}

function fileOf(
  record: S3Record | null,
  bucketName: string,
  askedAtMs: number,
): IntakeFile | undefined {
  const { bucket, object } = record?.s3 ?? {};
  const { key, versionId, size } = object ?? {};
  if (bucket?.name !== bucketName || typeof key !== 'string' || typeof versionId !== 'string')
    return undefined;
  const objectKey = decodeKey(key);
  if (objectKey === undefined) return undefined;
  const identity = JSON.stringify([bucketName, objectKey, versionId]);
  const putAtMs = Date.parse(String(record?.eventTime));
  return {
    key: `file#${hash('sha256', identity)}`,
    source: objectKey.split('/', 1)[0] ?? '',
    objectKey,
    versionId,
    size: Number.isSafeInteger(size) ? Number(size) : 0,
    // Notifications may overtake each other: the order is that of the objects.
    askedAtMs: Number.isNaN(putAtMs) ? askedAtMs : Math.min(putAtMs, askedAtMs),
  };
}

function isFolder({ objectKey, size }: IntakeFile): boolean {
  return objectKey.endsWith('/') && size === 0;
}

/** As S3 encodes keys: as in the query of a URL. */
function decodeKey(key: string): string | undefined {
  try {
    return decodeURIComponent(key.replaceAll('+', ' '));
  } catch {
    return undefined;
  }
}
