import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type LocalS3, startS3 } from '../../../local/emulators/s3.ts';

/** Out of `s3/buckets/files/objects`, to a file beside the data folder. */
const OUTSIDE = '../../../../kept';
const outside = encodeURIComponent(OUTSIDE);

let folder: string;
let s3: LocalS3;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'joiner-keys-'));
  await writeFile(join(folder, 'kept.data'), 'kept');
  await start();
  await call('PUT', 'folders', '<Type>Directory</Type>');
  for (const bucket of ['files', 'folders']) await call('PUT', `${bucket}/people.csv`, 'people');
});

afterEach(async () => {
  await s3.stop();
  await rm(folder, { recursive: true });
});

async function start() {
  s3 = await startS3({ port: 0, region: 'eu-west-1', dataDir: join(folder, 's3') });
  s3.createBucket('files');
}

function call(method: string, path: string, body?: string | FormData, headers = {}) {
  return fetch(`${s3.endpoint}/${path}`, { method, headers, ...(body && { body }) });
}

function form(key: string) {
  const fields = new FormData();
  fields.set('key', key);
  fields.set('file', new Blob(['planted']), 'x');
  return fields;
}

test.each([
  ['PutObject', () => call('PUT', `files/${outside}`, 'planted')],
  ['a form', () => call('POST', 'files', form(OUTSIDE))],
  ['a form in the hidden bucket', () => call('POST', 'object-versions', form(OUTSIDE))],
  [
    'CopyObject',
    () => call('PUT', `files/${outside}`, '', { 'x-amz-copy-source': '/files/people.csv' }),
  ],
  [
    'RenameObject',
    () =>
      call('PUT', `folders/${outside}?renameObject`, '', { 'x-amz-rename-source': 'people.csv' }),
  ],
  ['CreateMultipartUpload', () => call('POST', `files/${outside}?uploads`, '')],
  ['DeleteObject', () => call('DELETE', `files/${outside}`)],
  [
    'DeleteObjects',
    () => call('POST', 'files?delete', `<Key>people.csv</Key><Key>${OUTSIDE}</Key>`),
  ],
])('%s is refused where the key leaves the data folder', async (_, request) => {
  const { status } = await request();

  expect(status).toBe(400);
  expect(await readFile(join(folder, 'kept.data'), 'utf8')).toBe('kept');
  expect((await readdir(folder)).toSorted()).toEqual(['kept.data', 's3']);
  expect((await call('GET', 'files/people.csv')).status).toBe(200);
});

test.each([
  '/people.csv',
  'workday//people.csv',
  './people.csv',
  'workday/../people.csv',
  'workday/..',
])('a key that would be the path of another is refused: %s', async (key) => {
  expect((await call('POST', 'files', form(key))).status).toBe(400);
});

test.each(['workday/people.csv', 'workday/', '..people.csv', 'people..csv', '..\\people.csv'])(
  'a key that is a plain path is kept: %s',
  async (key) => {
    await call('POST', 'files', form(key));

    const read = await call('GET', `files/${encodeURIComponent(key)}`);

    expect(await read.text()).toBe('planted');
  },
);

test('a file outside is not read by an object that was put into the data folder', async () => {
  await s3.stop();
  const objects = join(folder, 's3', 'buckets', 'files', 'objects');
  await mkdir(objects, { recursive: true });
  const lastModified = new Date(0).toISOString();
  const object = { key: OUTSIDE, contentLength: 4, etag: '"x"', lastModified, metadata: {} };
  await writeFile(join(objects, 'planted.meta.json'), JSON.stringify(object));
  await start();

  expect((await call('GET', `files/${outside}`)).status).toBe(404);
});
