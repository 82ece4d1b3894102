// Prints a line for each counterpart: whether it is here, or, given what Jest wrote with `--json`, whether it ran.
import { readFileSync } from 'node:fs';
import { findCounterparts } from './counterparts.ts';
import { type JestFile, reportLine } from './report-line.ts';

const [jestJsonPath] = process.argv.slice(2);
const run: readonly JestFile[] | undefined =
  jestJsonPath === undefined
    ? undefined
    : JSON.parse(readFileSync(jestJsonPath, 'utf8')).testResults;

for (const found of findCounterparts()) console.log(reportLine(found, run));
