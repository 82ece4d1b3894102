import { inflateRawSync } from 'node:zlib';

const endOfDirectory = 0x06054b50;
const stored = 0;

/**
 * The files of a zip by name.
 *
 * @see https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT sections 4.3.7, 4.3.12 and 4.3.16
 */
export function zipEntries(zip: Buffer): ReadonlyMap<string, Buffer> {
  const end = zip.lastIndexOf(uint32(endOfDirectory));
  const count = zip.readUInt16LE(end + 10);
  let header = zip.readUInt32LE(end + 16);
  const entries = new Map<string, Buffer>();
  for (let entry = 0; entry < count; entry++) {
    const nameLength = zip.readUInt16LE(header + 28);
    const name = zip.toString('utf8', header + 46, header + 46 + nameLength);
    entries.set(name, contentOf(zip, header));
    header += 46 + nameLength + zip.readUInt16LE(header + 30) + zip.readUInt16LE(header + 32);
  }
  return entries;
}

function contentOf(zip: Buffer, header: number): Buffer {
  const method = zip.readUInt16LE(header + 10);
  const length = zip.readUInt32LE(header + 20);
  const local = zip.readUInt32LE(header + 42);
  const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
  const content = zip.subarray(start, start + length);
  return method === stored ? content : inflateRawSync(content);
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
