import { fileURLToPath } from 'node:url';
import type { Home } from './home.ts';

const cloneFolder = fileURLToPath(new URL('../..', import.meta.url));

/** `#home` of the repository. The bundle of the command line has `home-installed.ts` in its place. */
export const home: Home = {
  sourcesFolder: fileURLToPath(new URL('../../sources', import.meta.url)),
  cloneFolder,
};
