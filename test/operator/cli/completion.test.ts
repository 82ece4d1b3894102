import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { afterAll, describe, expect, test } from '@jest/globals';
import { type IPty, spawn } from '@lydell/node-pty';
import { installJoiner } from '../../support/operator/installed-joiner.ts';
import { isInstalled } from '../../support/operator/is-installed.ts';
import { until } from '../../support/time/until.ts';

const SHELLS = [
  {
    shell: 'bash',
    args: ['--norc', '--noprofile', '-i'],
    load: 'source <(joiner complete bash)',
  },
  {
    shell: 'zsh',
    args: ['-f', '-i'],
    load: 'autoload -U compinit; compinit -D -u; source <(joiner complete zsh)',
  },
  { shell: 'fish', args: ['--no-config', '-i'], load: 'joiner complete fish | source' },
];

const { linkedIn, compiled } = await installJoiner();
const home = mkdtempSync(join(tmpdir(), 'joiner-completion-'));
const running: { readonly pty: IPty; readonly ended: Promise<unknown> }[] = [];

afterAll(async () => {
  for (const { pty } of running) pty.kill('SIGKILL');
  await Promise.all(running.map(({ ended }) => ended));
  rmSync(home, { recursive: true });
});

/** An interactive shell that has loaded the completion, twice: profiles are read again. */
async function startShell({ shell, args, load }: (typeof SHELLS)[number]) {
  const pty = spawn(shell, args, {
    name: 'xterm',
    cols: 200,
    rows: 50,
    cwd: home,
    env: {
      HOME: home,
      PATH: [linkedIn, resolve('node_modules/.bin'), process.env['PATH']].join(':'),
      // Nothing is written to the folder, which is removed.
      HISTFILE: '',
      NODE_COMPILE_CACHE: compiled,
    },
  });
  running.push({ pty, ended: new Promise((fulfil) => pty.onExit(fulfil)) });
  let raw = '';
  pty.onData((data) => {
    raw += data;
  });
  const shown = () => stripVTControlCharacters(raw);
  const untilShown = (text: string) => until(shown, (screen) => screen.includes(text));
  // What is printed, not what is typed: the quotes are gone.
  pty.write(`${load}; ${load}; echo is'-'loaded\r`);
  await untilShown('is-loaded');
  return { type: (keys: string) => pty.write(keys), untilShown, shown };
}

for (const one of SHELLS) {
  if (!isInstalled(one.shell)) {
    test.skip(`the completion in ${one.shell} (skipped: no ${one.shell})`, () => {});
    continue;
  }
  describe(`in ${one.shell}, the completion`, () => {
    test.each([
      ['a command', 'joiner fail', 'joiner failed'],
      ['a subcommand', 'joiner failed exp', 'joiner failed export'],
      ['an option', 'joiner send --dry', 'joiner send --dry-run'],
      ['an option that names a person', 'joiner explain --empl', 'joiner explain --employee'],
      ['a reason', 'joiner failed list --reason target-un', '--reason target-unavailable'],
      ['a source', 'joiner send --source bamb', '--source bamboohr'],
      ['the name of a source', 'joiner sources try bamb', 'joiner sources try bamboohr'],
      ['a subcommand of sources', 'joiner sources tr', 'joiner sources try'],
      ['a queue', 'joiner failed replay --queue dea', '--queue dead-letter'],
    ])('finishes %s', async (_what, typed, finished) => {
      const shell = await startShell(one);

      shell.type(`${typed}\t`);

      await shell.untilShown(finished);
      expect(shell.shown()).not.toMatch(/command not found|readonly|Unknown command/i);
    });

    // An id of a sender, in a line that was printed to be copied.
    test.each(["'A-$(echo>ran)='", "'A-`echo>ran`='", "'--x=$(echo>ran)='", "'$(echo>ran)/x'"])(
      'runs nothing that stands in a word: %s',
      async (word) => {
        const shell = await startShell(one);

        shell.type(`joiner status --employee ${word}\t`);
        shell.type('\u0015echo is"-"complete\r');

        await shell.untilShown('is-complete');
        expect(existsSync(join(home, 'ran'))).toBe(false);
      },
    );
  });
}

test('the completion in bash finishes the name of a file', async () => {
  const shell = await startShell(SHELLS[0] as (typeof SHELLS)[number]);
  shell.type('echo > hires-of-monday.csv; echo is"-"written\r');
  await shell.untilShown('is-written');

  shell.type('joiner send hires-of\t');

  await shell.untilShown('joiner send hires-of-monday.csv');
});
