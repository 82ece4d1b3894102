import { execFile } from 'node:child_process';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type Format, writeFileOf } from './write-file.ts';

/** What it took to map a file. */
export interface FileMapped {
  readonly hires: number;
  /** Of the processor, garbage collection included. */
  readonly cpuMs: number;
  /** The most memory of the process, garbage included. */
  readonly peakBytes: number;
  /** The most of the heap that was in use. */
  readonly inUseBytes: number;
}

export interface MeasuredFile extends FileMapped {
  readonly format: Format;
  readonly people: number;
  readonly fileBytes: number;
}

const SOURCES: Readonly<Record<Format, string>> = { csv: 'bamboohr', json: 'workday' };
/** Megabytes. With more, garbage only stays for longer. */
export const HEAP_LIMIT = 64;
const program = fileURLToPath(new URL('map-file.ts', import.meta.url));
const run = promisify(execFile);

/** Writes a file of so many people, and maps it in a process of its own. */
export async function measureFile(format: Format, people: number): Promise<MeasuredFile> {
  const folder = await mkdtemp(join(tmpdir(), 'joiner-mapping-'));
  const path = join(folder, `people.${format}`);
  try {
    await writeFileOf(path, format, people);
    const limits = ['--expose-gc', `--max-old-space-size=${HEAP_LIMIT}`];
    const args = [...limits, program, path, SOURCES[format]];
    const { stdout } = await run(process.execPath, args);
    const { size: fileBytes } = await stat(path);
    return { format, people, fileBytes, ...(JSON.parse(stdout) as FileMapped) };
  } finally {
    await rm(folder, { recursive: true });
  }
}
