/**
 * Maps a file in a process of its own, and prints what it took as JSON. First as fast as it can, then with a
 * collection of garbage every few records: what is left then is in use.
 */
import { openFile } from '../../../src/operator/sources/open-file.ts';
import { loadSource } from '../../../src/operator/sources/source-folder.ts';
import { trySource } from '../../../src/operator/sources/try-source.ts';
import type { FileMapped } from './measure-file.ts';

const LOOK_EVERY = 1_000;

const [path = '', name = ''] = process.argv.slice(2);
const collectGarbage = globalThis.gc;
if (!collectGarbage) throw new Error('needs --expose-gc');
const source = await loadSource(name);
const file = await openFile(path);

// The kernel's own peak begins with that of the process which started this one.
let peakBytes = process.memoryUsage.rss();
const before = process.cpuUsage();
const { counts } = await trySource(source, file, ({ record }) => {
  if (record % LOOK_EVERY === 0) peakBytes = Math.max(peakBytes, process.memoryUsage.rss());
});
const { user, system } = process.cpuUsage(before);
const cpuMs = (user + system) / 1000;

let inUseBytes = 0;
await trySource(source, file, ({ record }) => {
  if (record % LOOK_EVERY !== 0) return;
  collectGarbage();
  inUseBytes = Math.max(inUseBytes, process.memoryUsage().heapUsed);
});

const mapped: FileMapped = { hires: counts.hire, cpuMs, peakBytes, inUseBytes };
process.stdout.write(JSON.stringify(mapped));
