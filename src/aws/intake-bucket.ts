import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { type Bucket, ObjectGoneError, UnreadableObjectError } from '../intake/ports.ts';

/** An object that is not there, by this version; S3 says so of a version that it has deleted, too. */
const GONE: readonly string[] = ['NoSuchKey', 'NoSuchVersion', 'MethodNotAllowed'];

/**
 * An object that is archived, and one that is encrypted with a key which only its sender has. Neither changes by itself.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/ServerSideEncryptionCustomerKeys.html
 */
const UNREADABLE: readonly string[] = ['InvalidObjectState', 'InvalidRequest'];

/** The intake's bucket. Objects are read by version, piece by piece, and never as a whole. */
export function createIntakeBucket({
  client,
  bucketName,
}: {
  readonly client: S3Client;
  readonly bucketName: string;
}): Bucket {
  return {
    // Nothing is called before the first piece is wanted.
    async *open({ objectKey, versionId }, signal) {
      const command = new GetObjectCommand({
        Bucket: bucketName,
        Key: objectKey,
        VersionId: versionId,
      });
      let body: AsyncIterable<Uint8Array> | undefined;
      try {
        const { Body } = await client.send(command, { abortSignal: signal });
        body = Body as AsyncIterable<Uint8Array> | undefined;
      } catch (error) {
        throw meaningOf(error);
      }
      if (body) yield* body;
    },
  };
}

function meaningOf(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  if (GONE.includes(error.name)) return new ObjectGoneError();
  if (UNREADABLE.includes(error.name)) return new UnreadableObjectError();
  return error;
}
