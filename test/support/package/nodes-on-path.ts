import { execFileSync } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { delimiter, join } from 'node:path';

export interface InstalledNode {
  readonly path: string;
  /** Such as 20.20.2. */
  readonly version: string;
  readonly major: number;
}

/** The Node.js that the machine has, beside the one that npm puts first. */
export function nodesOnPath(): readonly InstalledNode[] {
  const paths = (process.env['PATH'] ?? '')
    .split(delimiter)
    .filter((folder) => !folder.endsWith('node_modules/.bin'))
    .map((folder) => join(folder, 'node'))
    .filter((path) => existsSync(path))
    .map((path) => realpathSync(path));
  return [...new Set(paths)].map((path) => {
    const version = execFileSync(path, ['-p', 'process.versions.node'], { encoding: 'utf8' });
    return { path, version: version.trim(), major: Number.parseInt(version, 10) };
  });
}
