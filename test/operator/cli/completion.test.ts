import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { type IPty, spawn } from '@lydell/node-pty';
import { installJoiner } from '../../support/operator/installed-joiner.ts';
import { isInstalled } from '../../support/operator/is-installed.ts';
import { until } from '../../support/time/until.ts';

const CTRL_U = '\u0015';
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
const ran = join(home, 'ran');
writeFileSync(join(home, 'hires-of-monday.csv'), '');
const running: { readonly pty: IPty; readonly ended: Promise<unknown> }[] = [];

afterAll(async () => {
  for (const { pty } of running) pty.kill('SIGKILL');
  await Promise.all(running.map(({ ended }) => ended));
  rmSync(home, { recursive: true });
});

interface Shell {
  type(keys: string): void;
  /** Until it has shown this since the line was cleared. */
  untilShown(text: string): Promise<void>;
  /** All that it has shown. */
  shown(): string;
  /** Removes what is typed, and waits until the shell takes the next command. */
  clearLine(): Promise<void>;
}

/**
 * An interactive shell that has loaded the completion, twice: profiles are read again. One is enough for all
 * completions in it, as none of their lines is run: zsh takes seconds to load its own.
 */
async function startShell({ shell, args, load }: (typeof SHELLS)[number]): Promise<Shell> {
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
  let clearedAt = 0;
  let cleared = 0;
  pty.onData((data) => {
    raw += data;
  });
  const shown = () => stripVTControlCharacters(raw);
  const untilShown = async (text: string) => {
    await until(
      () => shown().slice(clearedAt),
      (screen) => screen.includes(text),
    );
  };
  const clearLine = async () => {
    cleared += 1;
    // What is printed, not what is typed: the quotes are gone.
    pty.write(`${CTRL_U}echo is'-'clear-${cleared}.\r`);
    await untilShown(`is-clear-${cleared}.`);
    clearedAt = shown().length;
  };
  pty.write(`${load}; ${load}\r`);
  await clearLine();
  return { type: (keys) => pty.write(keys), untilShown, shown, clearLine };
}

for (const one of SHELLS) {
  if (!isInstalled(one.shell)) {
    test.skip(`the completion in ${one.shell} (skipped: no ${one.shell})`, () => {});
    continue;
  }
  describe(`in ${one.shell}, the completion`, () => {
    let shell: Shell;

    beforeAll(async () => {
      shell = await startShell(one);
    });

    afterEach(async () => {
      await shell.clearLine();
      rmSync(ran, { force: true });
    });

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
      shell.type(`${typed}\t`);

      await shell.untilShown(finished);
      expect(shell.shown()).not.toMatch(/command not found|readonly|Unknown command/i);
    });

    // An id of a sender, in a line that was printed to be copied.
    test.each(["'A-$(echo>ran)='", "'A-`echo>ran`='", "'--x=$(echo>ran)='", "'$(echo>ran)/x'"])(
      'runs nothing that stands in a word: %s',
      async (word) => {
        shell.type(`joiner status --employee ${word}\t`);
        await shell.clearLine();

        expect(existsSync(ran)).toBe(false);
      },
    );

    test('finishes the name of a file', async () => {
      shell.type('joiner send hires-of\t');

      await shell.untilShown('joiner send hires-of-monday.csv');
    });
  });
}
