import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { exportFailed } from '../../src/operator/failed/export-failed.ts';
import type { FailedMessage } from '../../src/operator/failed/failed-message.ts';
import { readBody, TEST_PSEUDONYMS } from '../support/bodies/read-body.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'export-failed-'));
});

afterEach(() => rm(folder, { recursive: true }));

async function lineOf(body: string): Promise<string> {
  const path = join(folder, 'failed.jsonl');
  const { requestId } = readBody(body).correlation;
  const message = { body, requestId, origin: 'new-hires' } as FailedMessage;
  await exportFailed([message], path, { digests: TEST_PSEUDONYMS, source: undefined });
  return (await readFile(path, 'utf8')).trim();
}

test.each([
  ['1.2345678E7', '{"emailAddress":"ada@example.com","employeeId":1.2345678E7}'],
  [
    '9007199254740990.6',
    '{"requestId":"r-1",\n"emailAddress":"ada@example.com","employeeId":9007199254740990.6}',
  ],
])(
  'an employee id that is refused, as JSON would round it, stays as HR has written it: %s',
  async (number, body) => {
    const line = await lineOf(body);

    expect(line).toContain(`"employeeId":${number}`);
    expect(readBody(line).kind).toBe('refused');
  },
);
