import { resolve } from 'node:path';

/** A path relative to where npm was called: npm runs scripts in the project's folder. */
export function pathFromCaller(path: string): string {
  return resolve(process.env['INIT_CWD'] ?? '', path);
}
