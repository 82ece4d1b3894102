import type { buildApp } from 'fauxqs';
import type { S3Store } from '../../node_modules/fauxqs/dist/s3/s3Store.js';

/**
 * Refuses PutObject with If-None-Match or If-Match where the object is there, or is another, as S3 does and fauxqs does
 * not. S3 also answers 409 to two such writes at the same time; here, one comes after the other.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
 */
export function checkConditionalWrites(app: ReturnType<typeof buildApp>, store: S3Store): void {
  // Fastify calls the handler as soon as the last hook is done: no other request comes between.
  app.addHook('preHandler', (request, reply, done) => {
    const { bucket = '', '*': key = '' } = Object(request.params);
    const { 'if-none-match': ifNoneMatch, 'if-match': ifMatch } = request.headers;
    if (request.method !== 'PUT' || key === '' || !(ifNoneMatch || ifMatch)) return done();
    const eTag = eTagOf(store, bucket, key);
    const refusal = refusalOf(eTag, { ifNoneMatch, ifMatch });
    if (!refusal) return done();
    reply.code(refusal.status).type('application/xml').send(errorOf(refusal.code));
  });
}

interface Conditions {
  readonly ifNoneMatch: string | undefined;
  readonly ifMatch: string | undefined;
}

function refusalOf(eTag: string | undefined, { ifNoneMatch, ifMatch }: Conditions) {
  // The only value that S3 takes.
  if (ifNoneMatch !== undefined && ifNoneMatch !== '*')
    return { status: 501, code: 'NotImplemented' };
  if (ifNoneMatch !== undefined && eTag !== undefined)
    return { status: 412, code: 'PreconditionFailed' };
  if (ifMatch === undefined) return undefined;
  if (eTag === undefined) return { status: 404, code: 'NoSuchKey' };
  const isSame = ifMatch.replaceAll('"', '') === eTag.replaceAll('"', '');
  return isSame ? undefined : { status: 412, code: 'PreconditionFailed' };
}

/** In quotes; undefined where there is no such object. */
function eTagOf(store: S3Store, bucket: string, key: string): string | undefined {
  try {
    return store.headObject(bucket, key).etag;
  } catch {
    return undefined;
  }
}

function errorOf(code: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>A condition of the request does not hold.</Message></Error>`;
}
