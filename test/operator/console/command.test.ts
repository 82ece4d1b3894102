import { chmod, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type CliSession, CTRL_C, startCliSession } from '../../support/operator/cli-session.ts';
import { until } from '../../support/time/until.ts';

let session: CliSession;

beforeAll(async () => {
  session = await startCliSession({ consume: false });
});

afterAll(() => session?.stop());

const ADDRESS = /http:\/\/127\.0\.0\.1:\d+\/[\w-]{43}\/open\?token=[\w-]{43}/;

test('joiner console prints an address that opens it, until Ctrl-C', async () => {
  const run = session.inTerminal('console', '--local', '--no-open');
  await run.untilShown('Ctrl-C ends it.');

  run.type(CTRL_C);
  const { exitCode, shown } = await run.ended;

  expect(exitCode).toBe(0);
  expect(shown).toMatch(ADDRESS);
  expect(shown).toContain('It only shows.');
});

test('joiner console --changes says as who changes are made', async () => {
  const run = session.inTerminal('console', '--local', '--no-open', '--changes');

  await run.untilShown('Changes are made as arn:aws:iam::000000000000:user/local.');
  run.type(CTRL_C);
  await run.ended;
});

test('the browser is opened by a file of the operator alone, and no argument has the token', async () => {
  const opened = await browserThatNotes();
  const run = session.inTerminal('console', '--local');
  await run.untilShown('The console opens in your browser.');
  const args = await until(
    () => readFile(opened, 'utf8').catch(() => ''),
    (text) => text.endsWith('\n'),
  );

  const file = fileURLToPath(args.trim());
  const [content, ofFile, ofFolder] = [
    await readFile(file, 'utf8'),
    await stat(file),
    await stat(dirname(file)),
  ];
  run.type(CTRL_C);
  await run.ended;

  expect(args).not.toContain('token');
  expect(content).toMatch(ADDRESS);
  expect([ofFile.mode & 0o777, ofFolder.mode & 0o777]).toEqual([0o600, 0o700]);
  await expect(stat(file)).rejects.toThrow('ENOENT');
});

test('where no browser can be started, it says what to do', async () => {
  const PATH = join(session.folder, 'empty');
  await mkdir(PATH);

  const end = await session.joinerWith({ PATH }, 'console', '--local');

  expect(end.exitCode).toBe(1);
  expect(end.stderr).toContain('No browser could be started: give --no-open');
});

/** An `xdg-open` that writes its arguments to a file. */
async function browserThatNotes(): Promise<string> {
  const folder = join(session.folder, 'bin');
  const note = join(session.folder, 'opened.txt');
  await mkdir(folder);
  await writeFile(
    join(folder, 'xdg-open'),
    `#!/bin/sh\necho "$@" > ${note}.part\nmv ${note}.part ${note}\n`,
  );
  await chmod(join(folder, 'xdg-open'), 0o755);
  session.env['PATH'] = `${folder}:${session.env['PATH']}`;
  return note;
}
