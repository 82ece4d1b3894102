/**
 * `npm run bench:first-day`: the first day alone; writes docs/first-day.svg. `-- --hires 300` tries it
 * out on fewer, and writes nothing. Exit status 1 if a check is not met.
 */
import { parseArgs } from 'node:util';
import { packageService } from '../../src/local/packaging.ts';
import { printTable } from '../terminal-table.ts';
import { fullDayHires, measureFirstDay, writeCurve } from './first-day.ts';

const { values } = parseArgs({
  options: { hires: { type: 'string', default: String(fullDayHires) } },
});
const hires = Number(values.hires);

await packageService(new AbortController().signal);
const day = await measureFirstDay(() => {}, hires);
printTable(['a first day', 'limit', 'measured', ''], day.rows);
process.stdout.write(`\n${day.section}`);
if (hires === fullDayHires) await writeCurve(day);
process.exitCode = day.isMet ? 0 : 1;
