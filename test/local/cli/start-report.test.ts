import { expect, test } from '@jest/globals';
import { report } from '../../../local/cli/start-report.ts';
import type { FollowedHire } from '../../../src/operator/send/follow-hires.ts';
import { planOf } from '../../support/operator/hire-plans.ts';

const reason = { code: 'throttled', message: 'The directory allowed no more calls.' };

async function reported(
  ends: readonly FollowedHire['end'][],
  { isQueueEmpty = true, log = [] }: { isQueueEmpty?: boolean; log?: readonly string[] } = {},
) {
  const { hires } = await planOf(
    ends.map((_, index) => ({ emailAddress: `hire-${index + 1}@example.com` })),
  );
  const [printed, noted]: [string[], string[]] = [[], []];
  const terminal = {
    columns: 80,
    print: (text: string) => void printed.push(text),
    note: (text: string) => void noted.push(text),
  };
  const followed = hires.map((hire, index) => {
    const end = ends[index];
    return { ...hire, ...(end && { end }) };
  });
  const exitCode = report({ hires: followed, isQueueEmpty }, { timeoutSeconds: 9, log, terminal });
  return { exitCode, stdout: printed.join('\n'), stderr: noted.join('\n') };
}

test('a message that an operator must look at is an end', async () => {
  const { exitCode, stdout, stderr } = await reported([{ kind: 'deferred', reason }]);

  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  expect(stdout).toMatch(/│ 1 │ hire-1@example\.com │ deferred +│ The directory allowed/);
  expect(stdout).toContain('\n1 hire: 1 deferred\n');
  expect(stdout).toContain('Deferred messages went to the dead-letter queue, for an operator.');
});

test('each sentence fits a terminal of 80 columns', async () => {
  const { stdout } = await reported([
    { kind: 'rejected', reason },
    { kind: 'deferred', reason },
  ]);

  expect(Math.max(...stdout.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(80);
});

test('hires without an end are named, with what the function logged last', async () => {
  const { exitCode, stdout, stderr } = await reported(Array(25).fill(undefined), {
    isQueueEmpty: false,
    log: ['first', 'last'],
  });

  expect(exitCode).toBe(1);
  expect(stdout).toContain('25 hires: 25 unfinished');
  expect(stderr).toMatch(
    /^Not every message reached its end within 9 s\. Without one: # 1, 2, .*, 20, …\n/,
  );
  expect(stderr).toContain("\nThe function's last lines:\nfirst\nlast");
});

test('a message that stays in the queue is a problem, though every hire has an end', async () => {
  const { exitCode, stderr } = await reported([{ kind: 'rejected', reason }], {
    isQueueEmpty: false,
  });

  expect(exitCode).toBe(1);
  expect(stderr).toBe('Every hire reached its end, but after 9 s a message is still in the queue.');
});
