import { expect, test } from '@jest/globals';
import { createIntakeFiles } from '../../src/aws/intake-files.ts';
import { FILE_STEPS, takeFile } from '../../src/intake/take-file.ts';
import { createMemoryTable } from '../proof/in-memory/memory-table.ts';
import { createIntakeHarness } from '../support/intake/intake-harness.ts';
import { shippedSources } from '../support/sources/source-files.ts';

const ROWS = 10_000;
const PIECE_ROWS = 500;

async function* report() {
  yield Buffer.from('Employee #,First Name,Last Name,Work Email,Status\n');
  for (let start = 0; start < ROWS; start += PIECE_ROWS) {
    const rows = Array.from({ length: PIECE_ROWS }, (_, index) => {
      const id = start + index;
      return `${id},Ann,Berg,p${id}@example.com,Active\n`;
    });
    yield Buffer.from(rows.join(''));
  }
}

test('a file of many rows is sent in groups, of which no more than one is in memory', async () => {
  const { deps } = createIntakeHarness(shippedSources());
  const groups: number[] = [];
  const { file } = await takeFile(
    {
      key: 'file#1',
      source: 'bamboohr',
      objectKey: 'bamboohr/all.csv',
      versionId: 'v1',
      size: 5_000_000,
      askedAtMs: 1,
    },
    '{}',
    {
      ...deps,
      marks: { read: async () => new Map(), write: async () => new Set() },
      send: async (hires) => {
        groups.push(hires.length);
      },
      files: createIntakeFiles({ client: createMemoryTable().client, tableName: 'intake' }),
      bucket: { open: () => report() },
      limit: { maxNew: ROWS },
      steps: FILE_STEPS,
      pause: new AbortController().signal,
    },
  );

  expect(file).toMatchObject({ state: 'done', counts: { sent: ROWS } });
  expect(groups.length).toBe(ROWS / FILE_STEPS.group);
  expect(Math.max(...groups)).toBe(FILE_STEPS.group);
});
