import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { copyProject } from './mutant.ts';
import type { NamedTest, SourceChange } from './rule.ts';

/** Only ends a run that hangs. */
const TEST_RUN_MS = 900_000;

/** Whether the named test fails on a copy of the project that has the change. */
export async function failsWithout(change: SourceChange, named: NamedTest): Promise<boolean> {
  const copy = await copyProject(change);
  try {
    return (await runIn(copy.folder, [named])).some(({ status }) => status === 'failed');
  } finally {
    await copy.remove();
  }
}

/**
 * Which of the named tests do not pass on a copy of the project without a change: one that cannot run there
 * would notice nothing, and one that fails there would notice everything.
 */
export async function findUnusable(named: readonly NamedTest[]): Promise<readonly NamedTest[]> {
  const copy = await copyProject();
  try {
    const results = await runIn(copy.folder, named);
    const isUsable = ({ file, test }: NamedTest) => {
      const path = join(copy.folder, 'test', file);
      const own = results.filter((result) => result.path === path && result.title === test);
      return own.length > 0 && own.every(({ status }) => status === 'passed');
    };
    return named.filter((one) => !isUsable(one));
  } finally {
    await copy.remove();
  }
}

interface Result {
  /** Of the file of the test. */
  readonly path: string;
  readonly title: string;
  readonly status: string;
}

/** Results of the tests of these names. A file that Jest could not run has none. */
async function runIn(folder: string, named: readonly NamedTest[]): Promise<readonly Result[]> {
  const report = join(folder, 'report.json');
  // Jest takes the names as a pattern.
  const names = named.map(({ test }) => test.replace(/[^\w ]/g, '.'));
  const files = new Set(named.map(({ file }) => join(folder, 'test', file)));
  const jest = [
    '--experimental-vm-modules',
    'node_modules/jest/bin/jest.js',
    ...(files.size === 1 ? ['--runInBand'] : []),
    '--json',
    '--outputFile',
    report,
    '--testNamePattern',
    `(${names.join('|')})$`,
    ...files,
  ];
  // It exits with 1 where a test failed.
  const options = { cwd: folder, timeout: TEST_RUN_MS, maxBuffer: Number.POSITIVE_INFINITY };
  await promisify(execFile)(process.execPath, jest, options).catch(() => undefined);
  const { testResults }: JestReport = JSON.parse(await readFile(report, 'utf8'));
  return testResults.flatMap(({ name, assertionResults }) =>
    assertionResults
      .filter(({ status }) => status === 'passed' || status === 'failed')
      .map(({ title, status }) => ({ path: name, title, status })),
  );
}

/** The part of Jest's report that is read here. */
interface JestReport {
  readonly testResults: readonly {
    readonly name: string;
    readonly assertionResults: readonly { readonly title: string; readonly status: string }[];
  }[];
}
