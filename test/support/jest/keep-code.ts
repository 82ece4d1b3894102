import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The environment variable with the folder that keeps the code of functions for all test files of a run. */
export const KEPT_CODE_DIR = 'KEPT_CODE_DIR';

// biome-ignore lint/style/noDefaultExport: Jest takes the default export.
export default function keepCode(): void {
  process.env[KEPT_CODE_DIR] = mkdtempSync(join(tmpdir(), 'joiner-kept-code-'));
}
