import { fileURLToPath } from 'node:url';
import type { Home } from './home.ts';

/** `#home` of the installed command, seen from a file of its bundle: that is in `dist`, next to `sources`. */
export const home: Home = {
  sourcesFolder: fileURLToPath(new URL('../sources', import.meta.url)),
  cloneFolder: undefined,
};
