import { Command, InvalidArgumentError } from 'commander';
import { isKept, matrixTable } from './matrix.ts';
import { writeMatrix } from './page.ts';
import type { Part, ProvedTally } from './part.ts';
import { PARTS } from './parts.ts';

const command = new Command('npm run prove --')
  .description('Does to Joiner whatever can go wrong, and counts what became of the hires.')
  .argument('[parts...]', `default: ${PARTS.map(({ name }) => name).join(' ')}`)
  .option('--seed <number>', 'draws everything that is random', wholeNumber, Date.now() % 2 ** 31)
  .option('--faults <number>', 'how many the search places in every order', wholeNumber, 2)
  .option('--write', 'puts the matrix into docs/how-things-go-wrong.md (needs every part)')
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

const { seed, faults, write = false } = command.opts<Options>();
const chosen = command.args.length > 0 ? command.args.map(partNamed) : PARTS;
if (write && chosen !== PARTS) command.error('--write needs every part: name none.');

console.log(`Seed ${seed}.\n`);
const tallies: ProvedTally[] = [];
for (const part of chosen) tallies.push(...(await prove(part)));
const broken = tallies.flatMap((tally) => [
  ...tally.broken.map((line) => `${tally.fault}: ${line}`),
  ...(isKept(tally) || tally.broken.length > 0 ? [] : [`${tally.fault}: the counts are off`]),
]);
for (const line of broken) console.error(line);
console.log(
  broken.length === 0
    ? 'Every promise was kept.'
    : `${broken.length} promises were broken. The same again: npm run prove -- --seed ${seed}`,
);
if (write && broken.length === 0)
  await writeMatrix(tallies, { date: new Date().toISOString().slice(0, 10), seed });
process.exitCode = broken.length === 0 ? 0 : 1;

async function prove({ name, about, prove: run }: Part): Promise<readonly ProvedTally[]> {
  const startedAtMs = performance.now();
  const onProgress = (line: string) => {
    if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${name}: ${line}`);
  };
  const { rows, note } = await run({ seed, faults, onProgress });
  if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');
  const seconds = ((performance.now() - startedAtMs) / 1000).toFixed(0);
  console.log(`${name}: ${about} (${seconds} s)\n${matrixTable(rows)}\n${note ?? ''}`);
  return rows;
}

interface Options {
  readonly seed: number;
  readonly faults: number;
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
