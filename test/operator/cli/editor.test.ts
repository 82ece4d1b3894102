import { existsSync } from 'node:fs';
import { chmod, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type CliSession, CTRL_C, startCliSession } from '../../support/operator/cli-session.ts';
import { until } from '../../support/time/until.ts';

let session: CliSession;

beforeAll(async () => {
  session = await startCliSession();
});

afterAll(() => session.stop());

test('the file in the editor is gone after Ctrl-C, also where the editor ignores it', async () => {
  await session.putDeadLetters(['{"emailAddress":"zoe@example.com"}']);
  const noted = join(session.folder, 'path-of-the-file');
  session.env['EDITOR'] = await session.writeFile(
    'editor.sh',
    `#!/bin/sh\ntrap '' INT\necho "$1" > ${noted}.new && mv ${noted}.new ${noted}\nexec tail -f /dev/null\n`,
  );
  await chmod(session.env['EDITOR'], 0o755);
  const run = session.inTerminal('failed', 'edit', '--all', '--local');
  await until(
    () => existsSync(noted),
    (isNoted) => isNoted,
  );
  const path = (await readFile(noted, 'utf8')).trim();
  const whileEdited = existsSync(path);

  let hasEnded = false;
  const ended = run.ended.finally(() => {
    hasEnded = true;
  });
  await until(
    () => !hasEnded && run.type(CTRL_C),
    () => hasEnded,
  );

  expect(await ended).toMatchObject({ exitCode: 130 });
  expect(whileEdited).toBe(true);
  expect(existsSync(dirname(path))).toBe(false);
});
