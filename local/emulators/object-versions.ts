import { createHash, randomBytes } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import type { buildApp } from 'fauxqs';
import type { S3Store } from '../../node_modules/fauxqs/dist/s3/s3Store.js';
import { listedVersions, type StoredVersion } from './list-object-versions.ts';

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
/** Of a version, as its metadata: bucket and key. */
const PLACE = 'joiner-place';

const NO_SUCH_VERSION =
  '<?xml version="1.0" encoding="UTF-8"?><Error><Code>NoSuchVersion</Code><Message>The specified version does not exist.</Message></Error>';

type App = ReturnType<typeof buildApp>;
type Request = Pick<FastifyRequest, 'method' | 'params' | 'query' | 'headers'>;

/**
 * Gives each object that is written a version, which can be read and deleted by its id, as S3 does and fauxqs does
 * not. To delete an object by its key keeps its versions, and to delete a version keeps the object. ListObjectVersions
 * lists them, without delete markers.
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
    const query = Object(request.query);
    if (key === '' && query.versions !== undefined && store.hasBucket(bucket)) {
      const list = listedVersions(versionsIn(store, bucket), bucket, query);
      return reply.type('application/xml').send(list);
    }
    if (key === '' || versionId === undefined) return;
    const path = pathOf(bucket, key, versionId);
    if (!isStored(store, path))
      return reply.code(404).type('application/xml').send(NO_SUCH_VERSION);
    Object.assign(Object(request.params), { bucket: VERSIONS, '*': path });
    reply.header('x-amz-version-id', versionId);
  });

  // Fastify calls the first hook as soon as the handler answers: no other request comes between.
  app.addHook('onSend', (request, reply, payload, done) => {
    reply.removeHeader(`x-amz-meta-${PLACE}`);
    const how = reply.statusCode === 200 ? howWritten(request) : undefined;
    if (how === undefined) return done(null, payload);
    const { bucket, key } = addressed(request);
    const { body, contentType, contentLength: size, etag } = store.getObject(bucket, key);
    const versionId = nextVersionId();
    const place = { [PLACE]: placeOf(bucket, key) };
    store.putObject(VERSIONS, pathOf(bucket, key, versionId), body, contentType, place);
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

/** A header cannot have every key. */
function placeOf(bucket: string, key: string): string {
  return Buffer.from(JSON.stringify([bucket, key])).toString('base64url');
}

/** In the order in which they are given, for two that are written in the same millisecond. */
function nextVersionId(): string {
  const order = process.hrtime.bigint().toString(36).padStart(13, '0');
  return `${order}${randomBytes(12).toString('base64url')}`;
}

function versionsIn(store: S3Store, bucket: string): readonly StoredVersion[] {
  const { objects } = store.listObjects(VERSIONS, { maxKeys: Number.POSITIVE_INFINITY });
  return objects.flatMap(({ key: path, metadata, ...object }) => {
    const place = Buffer.from(metadata[PLACE] ?? '', 'base64url').toString() || '[]';
    const [ofBucket, key] = JSON.parse(place);
    if (ofBucket !== bucket) return [];
    const { contentLength: size, etag: eTag, lastModified } = object;
    return [{ key, versionId: path.split('/')[1] ?? '', size, eTag, lastModified }];
  });
}

function isStored(store: S3Store, path: string): boolean {
  try {
    return store.headObject(VERSIONS, path) !== undefined;
  } catch {
    return false;
  }
}
