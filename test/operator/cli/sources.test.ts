import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { runJoiner } from '../../support/operator/in-process-joiner.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'joiner-sources-'));
});

afterAll(() => rm(folder, { recursive: true }));

const REPORT = 'events/sources/bamboohr/report.csv';

const sources = (...args: string[]) => runJoiner(['sources', ...args], {});

async function fileWith(name: string, content: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

describe('joiner sources list', () => {
  test('names each system, and what of it is read', async () => {
    const { exitCode, stdout } = await sources('list');

    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/successfactors │ SAP SuccessFactors │ users from OData/);
    expect(stdout).toContain('a webhook with an id (event-based): not enough');
  });

  test('as JSON says what a shape lacks', async () => {
    const { stdout } = await sources('list', '--json');
    const listed = JSON.parse(stdout).sources.map(({ name }: { name: string }) => name);

    expect(listed).toContain('entra-bulk');
    expect(stdout).toContain('carries only the id of the employee');
  });
});

describe('joiner sources show', () => {
  test('prints the file of a source', async () => {
    const { exitCode, stdout } = await sources('show', 'merge');

    expect(exitCode).toBe(0);
    expect(stdout).toContain('emailAddress: data.work_email');
  });

  test('refuses a file with a fault, by line and key', async () => {
    const path = await fileWith('our-hr.yml', 'title: Our HR\nshapes:\n  - format: xml\n');

    expect(await sources('show', path)).toEqual({
      exitCode: 2,
      stdout: '',
      stderr:
        'our-hr.yml is no source that can be used:\n  line 3, shapes[0].format: must be a shape with format: csv or format: json\n',
    });
  });

  test('of a source that there is not names those that there are', async () => {
    const { exitCode, stderr } = await sources('show', 'bamboo');

    expect(exitCode).toBe(2);
    expect(stderr).toContain('There is no source bamboo: give one of adp, bamboohr, ');
  });
});

describe('joiner sources try', () => {
  test('shows what becomes of each record: a hire, or why not', async () => {
    const { exitCode, stdout } = await sources('try', 'bamboohr', REPORT);

    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/1 │ 5 +│ hire +│ emailAddress: ada\.okafor@example\.com/);
    expect(stdout).toMatch(/3 │ 8 +│ refused +│ emailAddress: is required/);
    expect(stdout).toMatch(/4 │ 9 +│ left out │/);
    expect(stdout).toContain('4 records: 2 hires, 1 left out, 1 refused');
    expect(stdout).toContain('Not read: 2 rows above the header.');
    expect(stdout).toContain('Columns that are not needed: Home Email');
    expect(stdout).not.toContain('@home.example');
  });

  test('shows only what needs a person with --only problems, as JSON too', async () => {
    const { stdout } = await sources('try', 'bamboohr', REPORT, '--only', 'problems', '--json');

    expect(JSON.parse(stdout)).toMatchObject({
      counts: { hire: 2, 'left-out': 1, refused: 1 },
      records: [{ record: 3, line: 8, kind: 'refused', faults: [{ field: 'emailAddress' }] }],
    });
  });

  test('shows no more than --limit, and counts all', async () => {
    const { stdout } = await sources('try', 'bamboohr', REPORT, '--limit', '1');

    expect(stdout).toContain('4 records: 2 hires');
    expect(stdout).toContain('1 of 4 are shown: see --limit.');
    expect(stdout).not.toContain('tomasz');
  });

  test('reports a file without a record as a problem', async () => {
    const path = await fileWith('empty.csv', 'Employee #,Work Email\n');
    const { exitCode, stdout } = await sources('try', 'bamboohr', path);

    expect(exitCode).toBe(1);
    expect(stdout).toContain('The file has no record: check whether all of it was exported.');
  });

  test('succeeds where no record is refused', async () => {
    const { exitCode } = await sources('try', 'scim', 'events/sources/scim/list.json');

    expect(exitCode).toBe(0);
  });

  test('refuses a file of another system, and names it', async () => {
    const { exitCode, stderr } = await sources('try', 'workday', REPORT);

    expect(exitCode).toBe(2);
    expect(stderr).toContain('is not a file of workday; it looks like BambooHR');
  });

  test('refuses a workbook, with what to export', async () => {
    const path = await fileWith('people.xlsx', 'PK\u0003\u0004 [Content_Types].xml');

    expect(await sources('try', 'workday', path)).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('is an Excel workbook (.xlsx); save it as CSV'),
    });
  });
});
