import { rmSync } from 'node:fs';
import { KEPT_CODE_DIR } from './keep-code.ts';

// biome-ignore lint/style/noDefaultExport: Jest takes the default export.
export default function forgetCode(): void {
  const { [KEPT_CODE_DIR]: folder } = process.env;
  if (folder !== undefined) rmSync(folder, { recursive: true });
}
