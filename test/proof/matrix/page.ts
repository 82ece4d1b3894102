import { writeFile } from 'node:fs/promises';
import { matrixByDirectory } from './by-directory.ts';
import type { ProvedTally } from './part.ts';

const page = new URL('../../../docs/generated/matrix.md', import.meta.url);

/** Writes docs/generated/matrix.md. */
export async function writeMatrix(
  tallies: readonly ProvedTally[],
  run: { readonly date: string; readonly seed: number },
): Promise<void> {
  await writeFile(page, pageOfMatrix(tallies, run));
}

function pageOfMatrix(
  tallies: readonly ProvedTally[],
  { date, seed }: { readonly date: string; readonly seed: number },
): string {
  return `# The matrix

Written by \`npm run prove -- --write\` on ${date}, seed ${seed}; do not edit.

Every fault, how often it was injected, and what became of the hires. Each fault links to the section that explains it.
The rows under *Any directory* are proved on the engine, for every kind of directory. The counts differ from directory to
directory, because the calls do: SCIM also reads its token, and only FinSpace has to list its users. \`injected\` counts
the faults; for *every order* it counts the different schedules.

${matrixByDirectory(tallies)}
`;
}
