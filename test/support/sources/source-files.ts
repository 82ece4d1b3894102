import { createReadStream, globSync, readFileSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import type { JsonObject } from '../../../src/contracts/envelopes.ts';
import type { FileBytes } from '../../../src/sources/files/file-bytes.ts';
import { examineFile } from '../../../src/sources/files/text-file.ts';
import { type MappedRecord, mapRecord } from '../../../src/sources/map-record.ts';
import { readRecords } from '../../../src/sources/read-records.ts';
import { type Recognised, recognise } from '../../../src/sources/recognise.ts';
import type { Source } from '../../../src/sources/source.ts';
import { readSource } from '../../../src/sources/source-file.ts';

/** A record of a file, mapped, with the line where it begins. */
export type MappedLine = { readonly line: number } & (
  | MappedRecord
  | { readonly kind: 'unreadable'; readonly fault: string }
);

export function shippedSources(): readonly Source[] {
  return globSync('sources/*.yml').map((path) =>
    readSource(readFileSync(path, 'utf8'), basename(path)),
  );
}

/** A file of the disk. */
export function fileAt(path: string): FileBytes {
  const open = () => createReadStream(path);
  return { name: basename(path), size: statSync(path).size, open };
}

/** A file in memory, in pieces of so many bytes. */
export function fileOf(
  content: string | Uint8Array,
  name = 'file',
  pieceBytes = 65_536,
): FileBytes {
  const bytes = Buffer.from(content as string);
  async function* open() {
    for (let start = 0; start < bytes.length; start += pieceBytes)
      yield bytes.subarray(start, start + pieceBytes);
  }
  return { name, size: bytes.length, open };
}

/** The shapes that fit a file, the best one first. */
export async function recognisedIn(
  file: FileBytes,
  sources: readonly Source[],
): Promise<readonly Recognised[]> {
  return recognise(await examineFile(file), sources);
}

/** Every record of a file, mapped by the source that fits it best. */
export async function mapFile(
  file: FileBytes,
  sources: readonly Source[],
): Promise<readonly MappedLine[]> {
  const text = await examineFile(file);
  const [best] = await recognise(text, sources);
  if (!best) throw new Error(`${file.name} is of no source`);
  const mapped: MappedLine[] = [];
  for await (const one of readRecords(text, best)) {
    const { line } = one;
    mapped.push(
      'record' in one
        ? { line, ...(await mapRecord(best.shape, one.record)) }
        : { line, kind: 'unreadable', fault: one.fault },
    );
  }
  return mapped;
}

/** What a source whose only shape is JSON, with these expressions, makes of a record. */
export function mapBy(
  hire: Readonly<Record<string, string>>,
  record: JsonObject,
  source = '',
): Promise<MappedRecord> {
  const fields = Object.entries({ emailAddress: 'mail', ...hire });
  const lines = fields.map(([field, text]) => `      ${field}: ${JSON.stringify(text)}`);
  const text = [
    'title: Test',
    source,
    'shapes:',
    '  - about: test',
    '    format: json',
    '    recognise: "true"',
    '    hire:',
    ...lines,
  ];
  const read = readSource(text.join('\n'), 'test.yml');
  const [shape] = read.shapes;
  if (!shape) throw new Error('no shape');
  return mapRecord(shape, { mail: 'ann@example.com', ...record });
}
