import { describe, expect, test } from '@jest/globals';
import { report } from '../../../local/cli/start-report.ts';
import type { FollowedHire } from '../../../src/operator/send/follow-hires.ts';
import { planOf } from '../../support/operator/hire-plans.ts';

const reason = { code: 'throttled', message: 'The directory allowed no more calls.' };

async function reported(
  ends: readonly FollowedHire['end'][],
  {
    isQueueEmpty = true,
    log = [],
    columns = 80,
  }: { isQueueEmpty?: boolean; log?: readonly string[]; columns?: number } = {},
) {
  const { hires } = await planOf(
    ends.map((_, index) => ({ emailAddress: `hire-${index + 1}@example.com` })),
  );
  const [printed, noted]: [string[], string[]] = [[], []];
  const terminal = {
    columns,
    style: (_: unknown, text: string) => text,
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

describe('groups', () => {
  const provisioned = {
    kind: 'provisioned',
    outcome: 'created',
    userId: '906764b2c1-5f0e9c1b-7a38-4b9f-a6d2-0d3c8a5271e4',
    differs: false,
  } as const;
  const group = '906764b2c1-1f0d2c3b-4a59-4e68-8d77-9c8b7a6f5e4d';
  const widthOf = (stdout: string) => Math.max(...stdout.split('\n').map(({ length }) => length));

  test('are counted in the table where a line has the room, and listed below it with their hires', async () => {
    const ends = [
      { ...provisioned, groups: ['other', group] },
      { kind: 'rejected', reason } as const,
      { ...provisioned, outcome: 'duplicate', groups: ['other', group] } as const,
    ];
    const { stdout } = await reported(ends, { columns: 120 });

    expect(stdout).toMatch(/│ outcome {3}│ groups │ user id or reason/);
    expect(stdout).toMatch(/│ 1 │ hire-1@example\.com │ created {3}│ 2 {6}│ 906764b2c1-/);
    expect(stdout).toMatch(/│ 2 │ hire-2@example\.com │ rejected {2}│ {8}│ The directory/);
    expect(stdout).toContain(` ${group}  1 account: # 1, 3\n other`);
  });

  test('are not counted in a table that has no room, and no id of theirs is broken there', async () => {
    const ends = Array<FollowedHire['end']>(60).fill({ ...provisioned, groups: [group] });
    const { stdout } = await reported(ends);

    expect(stdout).not.toContain('│ groups │');
    expect(stdout).toContain(` ${group}  1 account: # 1, 2, 3, 4, 5, 6,\n`);
    expect(stdout).toMatch(/ 40, …\n/);
    expect(widthOf(stdout)).toBe(80);
  });

  test('are not spoken of where no account has any', async () => {
    const { stdout } = await reported([provisioned], { columns: 120 });

    expect(stdout).not.toMatch(/groups/i);
  });
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
