import { escapeXml } from '../../node_modules/fauxqs/dist/common/xml.js';

export interface StoredVersion {
  readonly key: string;
  readonly versionId: string;
  /** In bytes. */
  readonly size: number;
  /** In quotes. */
  readonly eTag: string;
  readonly lastModified: Date;
}

interface Query {
  readonly prefix?: string;
  readonly 'key-marker'?: string;
  readonly 'version-id-marker'?: string;
  readonly 'max-keys'?: string;
  readonly 'encoding-type'?: string;
}

/** S3's limit. */
const MAX_KEYS = 1000;

/**
 * A page of the response to ListObjectVersions: by key, and of each key the last one first.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectVersions.html
 */
export function listedVersions(
  versions: readonly StoredVersion[],
  bucket: string,
  query: Query,
): string {
  const { prefix = '', 'key-marker': keyMarker, 'version-id-marker': versionIdMarker } = query;
  const maxKeys = Math.min(Number(query['max-keys'] ?? MAX_KEYS), MAX_KEYS);
  const all = versions.filter(({ key }) => key.startsWith(prefix)).toSorted(inOrder);
  const start = startOf(all, keyMarker, versionIdMarker);
  const page = all.slice(start, start + maxKeys);
  const isTruncated = start + page.length < all.length;
  const last = page.at(-1);
  const encoded = (key: string) => keyText(key, query['encoding-type']);
  const latest = new Set(all.filter(({ key }, index) => all[index - 1]?.key !== key));
  return `<?xml version="1.0" encoding="UTF-8"?>${element(
    'ListVersionsResult',
    element('Name', escapeXml(bucket)),
    element('Prefix', encoded(prefix)),
    element('MaxKeys', String(maxKeys)),
    element('IsTruncated', String(isTruncated)),
    ...(isTruncated && last
      ? [
          element('NextKeyMarker', encoded(last.key)),
          element('NextVersionIdMarker', last.versionId),
        ]
      : []),
    ...page.map((version) =>
      element(
        'Version',
        element('Key', encoded(version.key)),
        element('VersionId', version.versionId),
        element('IsLatest', String(latest.has(version))),
        element('LastModified', version.lastModified.toISOString()),
        element('ETag', escapeXml(version.eTag)),
        element('Size', String(version.size)),
      ),
    ),
  )}`;
}

function inOrder(one: StoredVersion, other: StoredVersion): number {
  return (
    Buffer.compare(Buffer.from(one.key), Buffer.from(other.key)) ||
    other.lastModified.getTime() - one.lastModified.getTime() ||
    (one.versionId < other.versionId ? 1 : -1)
  );
}

/** Where the page begins: after the version that the markers name, or after all versions of the key. */
function startOf(
  all: readonly StoredVersion[],
  keyMarker: string | undefined,
  versionIdMarker: string | undefined,
): number {
  if (keyMarker === undefined) return 0;
  const isMarked = ({ key, versionId }: StoredVersion) =>
    key === keyMarker && (versionIdMarker === undefined || versionId === versionIdMarker);
  return all.findLastIndex(isMarked) + 1;
}

/** With `encoding-type=url`, as in the query of a URL, but for the slashes: XML cannot have every character. */
function keyText(key: string, encodingType: string | undefined): string {
  if (encodingType !== 'url') return escapeXml(key);
  return new URLSearchParams({ key }).toString().slice('key='.length).replaceAll('%2F', '/');
}

function element(name: string, ...content: readonly string[]): string {
  return `<${name}>${content.join('')}</${name}>`;
}
