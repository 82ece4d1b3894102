import type { IntakeFile } from '../../intake/file-progress.ts';

/**
 * A notification as S3 sends it when the object is put: the intake continues with a file when it gets one.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
 */
export function notificationOf(
  { objectKey, versionId, size, askedAtMs }: IntakeFile,
  bucketName: string,
): string {
  const record = {
    eventSource: 'aws:s3',
    eventName: 'ObjectCreated:Put',
    eventTime: new Date(askedAtMs).toISOString(),
    s3: {
      bucket: { name: bucketName },
      object: { key: encodedKey(objectKey), size, versionId },
    },
  };
  return JSON.stringify({ Records: [record] });
}

/** As S3 encodes keys in notifications: as in the query of a URL, but with slashes. */
function encodedKey(key: string): string {
  return encodeURIComponent(key).replaceAll('%2F', '/').replaceAll('%20', '+');
}
