import { createCipheriv, createDecipheriv, randomBytes, randomUUID } from 'node:crypto';
import { closeSync, openSync, readSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface BodyStore {
  /** Keeps a body until `close`, and returns how to read it. */
  keep(body: string): () => string;
  /** Deletes the bodies on disk: they can no longer be read. */
  close(): void;
}

/** Of all bodies of a command: at most this is in memory, and the rest on disk. */
const IN_MEMORY_BYTES = 8 * 1_048_576;
const ALGORITHM = 'aes-256-gcm';

/**
 * Keeps the bodies of held messages, so that memory does not grow with their number. SQS cannot read a held
 * message again, and a message that is not held may go to another operator. So the hold stays, and the
 * bodies beyond the first 8 MB go to a file without a name, encrypted under a key that only this process has:
 * nothing is left of it after a crash. The authentication tag shows that a body is what was received.
 */
export function createBodyStore(inMemoryBytes = IN_MEMORY_BYTES): BodyStore {
  const key = randomBytes(32);
  let left = inMemoryBytes;
  let file: number | undefined;
  let end = 0;

  function write(body: string): () => string {
    file ??= openNameless();
    const nonce = randomBytes(12);
    const cipher = createCipheriv(ALGORITHM, key, nonce);
    const sealed = Buffer.concat([cipher.update(body, 'utf8'), cipher.final()]);
    const tag = cipher.getAuthTag();
    const [position, length] = [end, sealed.length];
    writeFileSync(file, sealed);
    end += length;
    return () => {
      if (file === undefined) throw new Error('The body was read after the end of its hold.');
      const bytes = Buffer.alloc(length);
      readSync(file, bytes, 0, length, position);
      const decipher = createDecipheriv(ALGORITHM, key, nonce, { authTagLength: 16 });
      decipher.setAuthTag(tag);
      return Buffer.concat([decipher.update(bytes), decipher.final()]).toString('utf8');
    };
  }

  return {
    keep(body) {
      const bytes = Buffer.byteLength(body);
      if (bytes > left) return write(body);
      left -= bytes;
      return () => body;
    },
    close() {
      if (file !== undefined) closeSync(file);
      file = undefined;
    },
  };
}

function openNameless(): number {
  const path = join(tmpdir(), `joiner-held-${randomUUID()}`);
  const file = openSync(path, 'wx+', 0o600);
  unlinkSync(path);
  return file;
}
