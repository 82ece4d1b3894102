import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { type Bucket, ObjectGoneError } from '../intake/ports.ts';

/** An object that is not there, by this version; S3 says so of a version that it has deleted, too. */
const GONE: readonly string[] = ['NoSuchKey', 'NoSuchVersion', 'MethodNotAllowed'];

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
        if (error instanceof Error && GONE.includes(error.name)) throw new ObjectGoneError();
        throw error;
      }
      if (body) yield* body;
    },
  };
}
