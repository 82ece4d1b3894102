import { S3Error } from '../../node_modules/fauxqs/dist/common/errors.js';
import type { S3Store } from '../../node_modules/fauxqs/dist/s3/s3Store.js';

/**
 * Refuses a key that is no plain path: fauxqs makes it the path of a file below the data folder, and one with `..`
 * would leave it. S3 itself takes such keys. Each method that writes, deletes or renames a file by a key is here, and
 * each by which a key comes in from the folder, before it is read.
 */
export function refuseKeysOutsideFolder(store: S3Store): void {
  const { putObject, deleteObject, deleteObjects, renameObject } = store;
  const { createMultipartUpload, restoreObject, restoreMultipartUpload } = store;
  Object.assign(store, {
    putObject(...args) {
      assertPlain(args[1]);
      return putObject.apply(store, args);
    },
    deleteObject(bucket, key) {
      assertPlain(key);
      deleteObject.call(store, bucket, key);
    },
    deleteObjects(bucket, keys) {
      keys.forEach(assertPlain);
      return deleteObjects.call(store, bucket, keys);
    },
    renameObject(bucket, source, destination) {
      assertPlain(source);
      assertPlain(destination);
      renameObject.call(store, bucket, source, destination);
    },
    createMultipartUpload(...args) {
      assertPlain(args[1]);
      return createMultipartUpload.apply(store, args);
    },
    restoreObject(bucket, object) {
      if (isPlain(object.key)) restoreObject.call(store, bucket, object);
    },
    restoreMultipartUpload(upload) {
      if (isPlain(upload.key)) restoreMultipartUpload.call(store, upload);
    },
  } satisfies Partial<S3Store>);
}

function assertPlain(key: string): void {
  if (isPlain(key)) return;
  throw new S3Error(
    'InvalidArgument',
    'The local S3 takes no key with an empty segment, or one that is . or ..',
    400,
  );
}

/** A slash at the end is allowed: the console of S3 writes folders so. */
function isPlain(key: string): boolean {
  const segments = key.replace(/(?<=.)\/$/s, '').split('/');
  return !segments.some((segment) => ['', '.', '..'].includes(segment));
}
