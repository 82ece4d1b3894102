import { readFile, writeFile } from 'node:fs/promises';
import { matrixByDirectory } from './by-directory.ts';
import type { ProvedTally } from './part.ts';

const page = new URL('../../../docs/how-things-go-wrong.md', import.meta.url);
const BETWEEN = /(?<=<!-- matrix -->\n)[\s\S]*(?=<!-- \/matrix -->)/;

/** Puts the matrix in its place in docs/how-things-go-wrong.md. */
export async function writeMatrix(
  tallies: readonly ProvedTally[],
  { date, seed }: { readonly date: string; readonly seed: number },
): Promise<void> {
  const text = await readFile(page, 'utf8');
  const matrix = `Written by \`npm run prove\` on ${date}, seed ${seed}; do not edit.\n\n${matrixByDirectory(tallies)}\n`;
  await writeFile(
    page,
    text.replace(BETWEEN, () => matrix),
  );
}
