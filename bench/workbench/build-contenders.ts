import { copyFile, mkdir, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { bundle } from './bundle.ts';

/** A contender's code, as it would be deployed to Lambda. */
export interface Contender {
  readonly name: string;
  readonly codeDir: string;
  /** `path/to/file.export`, relative to the root of the code. */
  readonly handler: string;
  readonly bundleBytes: number;
}

interface Alternative {
  readonly name: string;
  readonly entryPoint: URL;
}

/** The bare handler that makes the calls of Joiner's security, too: what is left of a difference is Joiner's own. */
export const BARE_WITH_ALL_CALLS = 'bare with all calls';

/** The alternatives support only FinSpace. */
export const ALTERNATIVES: readonly Alternative[] = [
  { name: 'bare', entryPoint: new URL('../contenders/bare.ts', import.meta.url) },
  {
    name: BARE_WITH_ALL_CALLS,
    entryPoint: new URL('../contenders/bare-with-all-calls.ts', import.meta.url),
  },
  { name: 'Powertools', entryPoint: new URL('../contenders/powertools.ts', import.meta.url) },
];

export const PROBE_HANDLER = 'bench-probe.handler';
const PROBE_FILE = 'bench-probe.js';

/** Takes the packaged Joiner, bundles the others in the same way, and adds the probe to each. */
export async function buildContenders(
  joiner: { readonly codeDir: string; readonly handler: string },
  others: readonly Alternative[],
  folder: string,
): Promise<readonly Contender[]> {
  const probe = join(folder, PROBE_FILE);
  await bundle(new URL('./probe.ts', import.meta.url), probe);
  const contenders = [{ ...joiner, name: 'Joiner' }];
  for (const { name, entryPoint } of others) {
    const codeDir = join(folder, name);
    await mkdir(codeDir);
    await bundle(entryPoint, join(codeDir, 'contender.js'));
    contenders.push({ name, codeDir, handler: 'contender.handler' });
  }
  return Promise.all(
    contenders.map(async (contender) => {
      const bundleBytes = await bytesIn(contender.codeDir);
      await copyFile(probe, join(contender.codeDir, PROBE_FILE));
      return { ...contender, bundleBytes };
    }),
  );
}

async function bytesIn(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true });
  const stats = await Promise.all(entries.map((entry) => stat(join(folder, entry))));
  return stats.filter((entry) => entry.isFile()).reduce((sum, { size }) => sum + size, 0);
}
