import { createHash, randomBytes } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import type { buildApp } from 'fauxqs';
import type { S3Store } from '../../node_modules/fauxqs/dist/s3/s3Store.js';

/** An object that was written. */
export interface Created {
  readonly bucket: string;
  readonly key: string;
  readonly versionId: string;
  /** As S3 says it in the name of the event. */
  readonly how: 'Put' | 'Copy' | 'CompleteMultipartUpload';
  readonly size: number;
  readonly eTag: string;
}

/** Where each version is, under the digest of its bucket and key, and its id. No client sees it in a list. */
const VERSIONS = 'object-versions';

const NO_SUCH_VERSION =
  '<?xml version="1.0" encoding="UTF-8"?><Error><Code>NoSuchVersion</Code><Message>The specified version does not exist.</Message></Error>';

type App = ReturnType<typeof buildApp>;
type Request = Pick<FastifyRequest, 'method' | 'params' | 'query' | 'headers'>;

/**
 * Gives each object that is written a version, which can be read and deleted by its id, as S3 does and fauxqs does
 * not. To delete an object by its key keeps its versions, and to delete a version keeps the object. Versions have no
 * list.
 *
 * @param onCreated called for each object, before the client has its answer
 */
export function keepVersions(
  app: App,
  store: S3Store,
  onCreated: (created: Created) => void,
): void {
  store.createBucket(VERSIONS);
  const listBuckets = store.listBuckets.bind(store);
  store.listBuckets = () => listBuckets().filter(({ name }) => name !== VERSIONS);

  app.addHook('preHandler', async (request, reply) => {
    const { bucket, key, versionId } = addressed(request);
    if (key === '' || versionId === undefined) return;
    const path = pathOf(bucket, key, versionId);
    if (!isStored(store, path))
      return reply.code(404).type('application/xml').send(NO_SUCH_VERSION);
    Object.assign(Object(request.params), { bucket: VERSIONS, '*': path });
    reply.header('x-amz-version-id', versionId);
  });

  // Fastify calls the first hook as soon as the handler answers: no other request comes between.
  app.addHook('onSend', (request, reply, payload, done) => {
    const how = reply.statusCode === 200 ? howWritten(request) : undefined;
    if (how === undefined) return done(null, payload);
    const { bucket, key } = addressed(request);
    const { body, contentType, contentLength: size, etag } = store.getObject(bucket, key);
    const versionId = randomBytes(24).toString('base64url');
    store.putObject(VERSIONS, pathOf(bucket, key, versionId), body, contentType);
    reply.header('x-amz-version-id', versionId);
    const created = { bucket, key, versionId, how, size, eTag: etag.replaceAll('"', '') };
    onCreated(created);
    return done(null, payload);
  });
}

function addressed({ params, query }: Request) {
  const { bucket = '', '*': key = '' } = Object(params);
  const { versionId } = Object(query);
  return { bucket: String(bucket), key: String(key), versionId: versionId as string | undefined };
}

/** Undefined for a request that writes no object. */
function howWritten({ method, params, query, headers }: Request): Created['how'] | undefined {
  const { '*': key = '' } = Object(params);
  const { uploadId, partNumber } = Object(query);
  if (key === '') return undefined;
  if (method === 'POST') return uploadId === undefined ? undefined : 'CompleteMultipartUpload';
  if (method !== 'PUT' || partNumber !== undefined) return undefined;
  return headers['x-amz-copy-source'] === undefined ? 'Put' : 'Copy';
}

function pathOf(bucket: string, key: string, versionId: string): string {
  const object = createHash('sha256')
    .update(JSON.stringify([bucket, key]))
    .digest('hex');
  return `${object}/${versionId}`;
}

function isStored(store: S3Store, path: string): boolean {
  try {
    return store.headObject(VERSIONS, path) !== undefined;
  } catch {
    return false;
  }
}
