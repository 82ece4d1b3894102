import { expect, test } from '@jest/globals';
import { runJoiner } from '../../support/operator/in-process-joiner.ts';

const ENV = { JOINER_LOCAL_STACK_FILE: '/nonexistent' };
const run = (...args: string[]) => runJoiner(args, ENV);

test('command lines that run at once each have their own output and exit code', async () => {
  const ends = await Promise.all([
    run('sources', 'list', '--json'),
    run('sned'),
    run('doctor', '--local'),
    run('sources', 'list'),
  ]);

  expect(ends.map(({ exitCode }) => exitCode)).toEqual([0, 2, 3, 0]);
  expect(ends.map(({ stdout }) => stdout[0])).toEqual(['{', undefined, undefined, '┌']);
  expect(ends.map(({ stderr }) => stderr.split(/[.\n]/)[0])).toEqual([
    '',
    "error: unknown command 'sned'",
    'No local stack is up here',
    '',
  ]);
});

test('no option of one run is left for the next', async () => {
  const [first, second] = [await run('sources', 'list', '--json'), await run('sources', 'list')];

  expect(() => JSON.parse(first.stdout)).not.toThrow();
  expect(() => JSON.parse(second.stdout)).toThrow(SyntaxError);
});

test('a run sets no exit code but that of its host, and leaves no listener behind', async () => {
  const { exitCode } = process;
  const listeners = () => process.eventNames().map((name) => process.listenerCount(name));
  const before = listeners();

  await run('sned');

  expect(process.exitCode).toBe(exitCode);
  expect(listeners()).toEqual(before);
});
