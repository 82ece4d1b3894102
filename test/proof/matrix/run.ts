import { execFileSync } from 'node:child_process';
import { Command, InvalidArgumentError, Option } from 'commander';
import { TARGETS } from '../../../local/directories/directories.ts';
import { isKept } from '../../support/trials/tally.ts';
import { placeOf } from './by-directory.ts';
import { openKeptProofs, seedIn } from './kept-proofs.ts';
import { matrixTable } from './matrix.ts';
import { writeMatrix } from './page.ts';
import type { Bounds, Part, Proof, ProvedTally } from './part.ts';
import { PARTS } from './parts.ts';

const KEPT = '.cache/proofs.json';

const command = new Command('npm run prove --')
  .description('Does to Joiner whatever can go wrong, and counts what became of the hires.')
  .argument('[parts...]', `default: ${PARTS.map(({ name }) => name).join(' ')}`)
  .option('--seed <number>', 'draws everything that is random', wholeNumber)
  .option('--faults <number>', 'how many the search places in every order', wholeNumber, 2)
  .addOption(
    new Option(
      '--target <name>',
      'one directory only, and only what is proved on each directory',
    ).choices(TARGETS),
  )
  .option('--resume', `keeps what is proved in ${KEPT}, and continues there after an interruption`)
  .option('--write', 'writes docs/generated/matrix.md (needs every part and directory)')
  .addHelpText(
    'after',
    `
Parts:
${PARTS.map(({ name, about }) => `  ${name.padEnd(14)}${about}`).join('\n')}

Exit code: 0 every promise was kept, 1 one was not, 2 wrong usage.`,
  )
  .configureOutput({ outputError: (text, write) => write(text) })
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2))
  .parse();

const { faults, target: only, resume = false, write = false, ...given } = command.opts<Options>();
const commit = resume ? cleanCommit() : '';
const seed = given.seed ?? seedIn(KEPT, commit) ?? Date.now() % 2 ** 31;
const kept = resume ? openKeptProofs(KEPT, { commit, seed, faults }) : undefined;
const parts = command.args.length > 0 ? command.args.map(partNamed) : PARTS;
const runs = parts.flatMap(runsOf).filter(({ target }) => only === undefined || target === only);
if (runs.length === 0) command.error('No directory has a part in that: leave --target out.');
if (write && (parts !== PARTS || only !== undefined))
  command.error('--write needs every part and every directory: name none.');

console.log(`Seed ${seed}.\n`);
const TALLIES: ProvedTally[] = [];
for (const run of runs) TALLIES.push(...(await prove(run)));
const broken = TALLIES.flatMap((tally) => {
  const { fault } = tally;
  const lines = isKept(tally) ? [] : ['the counts are off'];
  return (tally.broken.length > 0 ? tally.broken : lines).map(
    (line) => `${placeOf(tally)}: ${fault}: ${line}`,
  );
});
for (const line of broken) console.error(line);
console.log(
  broken.length === 0
    ? 'Every promise was kept.'
    : `${broken.length} promises were broken. The same again: npm run prove -- --seed ${seed}`,
);
if (write && broken.length === 0)
  await writeMatrix(TALLIES, { date: new Date().toISOString().slice(0, 10), seed });
process.exitCode = broken.length === 0 ? 0 : 1;

/** What the part proves: once for each directory, if it is proved on those. */
function runsOf(part: Part): readonly Run[] {
  const { name, about } = part;
  if ('prove' in part) return [{ name, about, prove: part.prove }];
  return TARGETS.map((target) => ({
    name: `${name}, ${placeOf({ target })}`,
    about,
    target,
    prove: (bounds) => part.proveOn(target, bounds),
  }));
}

async function prove({ name, about, target, prove: run }: Run): Promise<readonly ProvedTally[]> {
  const startedAtMs = performance.now();
  const onProgress = (line: string) => {
    if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${name}: ${line}`);
  };
  const { rows, note } = kept?.of(name) ?? (await run({ seed, faults, onProgress }));
  kept?.keep(name, { rows, ...(note !== undefined && { note }) });
  if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');
  const seconds = ((performance.now() - startedAtMs) / 1000).toFixed(0);
  console.log(`${name}: ${about} (${seconds} s)\n${matrixTable(rows)}\n${note ?? ''}`);
  return rows.map((row) => ({ ...row, target }));
}

/** A proof is kept for exactly what was proved. */
function cleanCommit(): string {
  const git = (...args: string[]) => execFileSync('git', args, { encoding: 'utf8' }).trim();
  if (git('status', '--porcelain') !== '')
    command.error('--resume needs a clean checkout: commit or undo the changes first.');
  return git('rev-parse', 'HEAD');
}

interface Run {
  readonly name: string;
  readonly about: string;
  /** Which directory, if it is one. */
  readonly target?: string;
  prove(bounds: Bounds): Promise<Proof>;
}

interface Options {
  readonly seed?: number;
  readonly faults: number;
  readonly target?: string;
  readonly resume?: boolean;
  readonly write?: boolean;
}

function partNamed(name: string): Part {
  const part = PARTS.find((one) => one.name === name);
  return part ?? command.error(`There is no part "${name}". See --help.`);
}

function wholeNumber(text: string): number {
  if (/^\d{1,10}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be a whole number.');
}
