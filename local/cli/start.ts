import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';
import { Command, Option } from 'commander';
import { columnsOption } from '../../src/operator/cli/columns-option.ts';
import { counted, secondsOption } from '../../src/operator/cli/format.ts';
import { helpText } from '../../src/operator/cli/help-text.ts';
import { fileText, refusedTable } from '../../src/operator/cli/hire-file-text.ts';
import type { Host } from '../../src/operator/cli/host.ts';
import { run } from '../../src/operator/cli/run.ts';
import { runStep } from '../../src/operator/cli/step.ts';
import { terminalFor } from '../../src/operator/cli/terminal.ts';
import { wrap } from '../../src/operator/cli/wrap.ts';
import { readHireFile } from '../../src/operator/send/hire-file.ts';
import type { HireMessage } from '../../src/operator/send/hire-message.ts';
import { DEFAULT_TARGET, TARGETS } from '../directories/directories.ts';
import { readDirectorySeed } from '../directories/directory-seed.ts';
import { compileCacheEnvironment, packageDirOf, packageService } from '../stack/packaging.ts';
import { pathFromCaller } from './path-from-caller.ts';
import { createQueueWatch } from './queue-watch.ts';
import { report } from './start-report.ts';
import { startsLater } from './starts-later.ts';

const firstDay = fileURLToPath(new URL('../../events/first-day.csv', import.meta.url));
/** Of the sample rules that the local stage is packaged with. */
const rulesFileOf = (target: string) =>
  fileURLToPath(new URL(`../../events/access-rules/${target}.yml`, import.meta.url));

interface Options {
  readonly target: string;
  readonly timeout: number;
  readonly package: boolean;
  readonly source?: string;
  readonly columns?: ReadonlyMap<string, string>;
}

const createCommand = (host: Host) =>
  new Command('npm start --')
    .description('Provisions the hires of a file on a local stack, and shows what became of each.')
    .argument('[file]', 'CSV, JSON array or JSON lines; default: events/first-day.csv')
    .addOption(
      new Option('--target <name>', 'the directory').choices(TARGETS).default(DEFAULT_TARGET),
    )
    .option('--source <name>', 'the HR system that wrote the file; recognised by itself')
    .addOption(columnsOption())
    .option('--timeout <seconds>', 'how long hires may take to reach their end', secondsOption, 120)
    .option('--no-package', 'run what was packaged last, instead of packaging again')
    .addHelpText(
      'after',
      helpText(`
Examples:
  npm start                               the first day that comes with Joiner
  npm start -- hires.csv                  your own hires; a header names the contract's fields
  npm start -- events/sources/bamboohr/report.csv   a report as an HR system writes it
  npm start -- people.csv --columns emailAddress="Work Email"   other headers
  npm start -- --target identity-center   the same against IAM Identity Center
  npm start -- --timeout 30 hires.jsonl   messages in any envelope that the queue accepts

Accounts that exist before the first hire are taken from hires.directory.json beside hires.csv.
Exit code: 0 every message reached its end, 1 one did not, 2 wrong usage or malformed file, 130 Ctrl-C.`),
    )
    .action(async (file: string | undefined, options: Options) => {
      const path = file === undefined ? firstDay : pathFromCaller(file);
      host.setExitCode(await start(path, options, host));
    });

await run(createCommand, 'Interrupted: the local stack is stopped.');

async function start(file: string, options: Options, host: Host): Promise<number> {
  const { interrupted: signal } = host;
  const { target, timeout: timeoutSeconds, source, columns } = options;
  const terminal = terminalFor(host, {});
  const hireFile = await readHireFile(file, {
    usesRecognised: true,
    ...(source !== undefined && { source }),
    ...(columns && { columns }),
  });
  const { refused } = hireFile;
  const messages = withOneWhoStartsLater(hireFile.messages, file);
  const seed = await readDirectorySeed(file);
  const log: string[] = [];
  const watch = createQueueWatch();

  if (options.package)
    await step('Package the service', async () => {
      // Another process packages; meanwhile this one loads what the next steps need.
      await Promise.all([packageService(target, signal), loadStack()]);
    });
  const { startOperableStack, provision } = await loadStack();
  const operable = await step('Stand the local stack up', () =>
    startOperableStack({
      packageDir: packageDirOf(target),
      onLog: (line) => log.push(line),
      onInvocation: watch.onInvocation,
    }),
  );
  try {
    for (const user of seed) operable.stack.directory.addUser(user);
    const provisioned = await step(`Provision ${counted(messages.length, 'hire')}`, (show) =>
      provision(operable, {
        messages,
        rulesFile: rulesFileOf(target),
        watch,
        timeoutMs: timeoutSeconds * 1000,
        signal,
        onProgress: (ended) => show(`${ended} of ${messages.length} have reached their end`),
      }),
    );
    if (refused.length > 0) terminal.print(`\n${refusedTable(refused, terminal)}`);
    for (const sentence of fileText(hireFile)) terminal.print(wrap(sentence, terminal.columns));
    return report(provisioned, { timeoutSeconds, log, terminal });
  } finally {
    await operable.stop();
  }
}

function withOneWhoStartsLater(
  messages: readonly HireMessage[],
  file: string,
): readonly HireMessage[] {
  if (file !== firstDay) return messages;
  return [...messages, startsLater((messages.at(-1)?.line ?? 0) + 1, Date.now())];
}

function step<T>(title: string, work: (show: (line: string) => void) => Promise<T>): Promise<T> {
  return runStep(title, work, { printsError: true });
}

async function loadStack() {
  enableCompileCache(compileCacheEnvironment.NODE_COMPILE_CACHE);
  const [{ startOperableStack }, { provision }] = await Promise.all([
    import('./operable-stack.ts'),
    import('./provision.ts'),
  ]);
  return { startOperableStack, provision };
}
