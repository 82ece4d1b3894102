import { ListObjectVersionsCommand } from '@aws-sdk/client-s3';
import { NoIntakeError } from '../stack/send-to-intake.ts';
import type { Stack } from '../stack/stack.ts';

/** One version of an object of the bucket. */
export interface ObjectVersion {
  readonly objectKey: string;
  readonly versionId: string;
  /** In bytes. */
  readonly size: number;
  /** The same for the same content, unless a key of KMS encrypts the bucket. */
  readonly eTag: string;
  /** Epoch milliseconds. */
  readonly putAtMs: number;
}

export interface ListedVersions {
  readonly versions: readonly ObjectVersion[];
  /** Whether there are more, which were not read. */
  readonly isCutOff: boolean;
}

/** Of a thousand versions each. */
const MAX_PAGES = 20;

/**
 * The versions in the intake's bucket, by key and from the last one to the first, without delete markers.
 * @throws {NoIntakeError}
 */
export async function listVersions(
  { clients, outputs }: Stack,
  { signal, maxPages = MAX_PAGES }: { readonly signal: AbortSignal; readonly maxPages?: number },
): Promise<ListedVersions> {
  const { IntakeBucketName: Bucket } = outputs;
  if (Bucket === undefined) throw new NoIntakeError();
  const versions: ObjectVersion[] = [];
  let marker: { readonly KeyMarker?: string; readonly VersionIdMarker?: string } = {};
  for (let page = 1; page <= maxPages; page += 1) {
    // A key may have characters that XML does not have.
    const command = new ListObjectVersionsCommand({ Bucket, EncodingType: 'url', ...marker });
    const listed = await clients.s3.send(command, { abortSignal: signal });
    for (const { Key = '', VersionId = '', Size = 0, ETag = '', LastModified } of listed.Versions ??
      [])
      versions.push({
        objectKey: decodeKey(Key),
        versionId: VersionId,
        size: Size,
        eTag: ETag,
        putAtMs: LastModified?.getTime() ?? 0,
      });
    const { IsTruncated = false, NextKeyMarker = '', NextVersionIdMarker } = listed;
    if (!IsTruncated) return { versions, isCutOff: false };
    marker = {
      KeyMarker: decodeKey(NextKeyMarker),
      ...(NextVersionIdMarker !== undefined && { VersionIdMarker: NextVersionIdMarker }),
    };
  }
  return { versions, isCutOff: true };
}

/** As in the query of a URL. */
function decodeKey(key: string): string {
  return decodeURIComponent(key.replaceAll('+', ' '));
}
