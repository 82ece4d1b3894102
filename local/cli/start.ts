import { fileURLToPath } from 'node:url';
import { SQSClient } from '@aws-sdk/client-sqs';
import { Command, InvalidArgumentError, Option } from 'commander';
import { Listr } from 'listr2';
import { readHireFile } from '../../src/operator/send/hire-file.ts';
import type { HireMessage } from '../../src/operator/send/hire-message.ts';
import { DEFAULT_TARGET, TARGETS } from '../directories/directories.ts';
import { readDirectorySeed } from '../directories/directory-seed.ts';
import { packageDirOf, packageService } from '../stack/packaging.ts';
import { type LocalStack, startLocalStack } from '../stack/stack.ts';
import { hires, outcomeCounts, outcomeTable } from './outcome-table.ts';
import { pathFromCaller } from './path-from-caller.ts';
import { type ProvisionedFile, provisionFile } from './provision-file.ts';
import { exitCode, runCommand, ShownError } from './run-command.ts';

const firstDay = fileURLToPath(new URL('../../events/first-day.csv', import.meta.url));
const COLUMNS_WITHOUT_TERMINAL = 120;
const SHOWN_LOG_LINES = 20;
const SHOWN_ROWS = 20;

interface Options {
  readonly target: string;
  readonly timeout: number;
  readonly package: boolean;
}

interface Run {
  readonly messages: readonly HireMessage[];
  readonly timeoutSeconds: number;
  readonly signal: AbortSignal;
  readonly logLines: string[];
  stack?: LocalStack;
  provisioned?: ProvisionedFile;
}

const command = new Command('npm start --')
  .description('Provisions the hires of a file on a local stack, and shows what became of each.')
  .argument('[file]', 'CSV, JSON array or JSON lines; default: events/first-day.csv')
  .addOption(
    new Option('--target <name>', 'the directory').choices(TARGETS).default(DEFAULT_TARGET),
  )
  .option('--timeout <seconds>', 'how long hires may take to reach their end', seconds, 120)
  .option('--no-package', 'run what was packaged last, instead of packaging anew')
  .addHelpText(
    'after',
    `
Examples:
  npm start                               the first day that comes with Joiner
  npm start -- hires.csv                  your own hires; a header names the contract's fields
  npm start -- --target identity-center   the same against IAM Identity Center
  npm start -- --timeout 30 hires.jsonl   messages in any envelope that the queue accepts

Accounts that exist before the first hire are taken from hires.directory.json beside hires.csv.
Exit code: 0 every message reached its end, 1 one did not, 2 wrong usage or malformed file, 130 Ctrl-C.`,
  );

await runCommand(command, async (signal) => {
  const { target, timeout, package: packaging } = command.opts<Options>();
  const [given] = command.args;
  const file = given === undefined ? firstDay : pathFromCaller(given);
  const messages = await readHireFile(file);
  const seed = await readDirectorySeed(file);
  const run: Run = { messages, timeoutSeconds: timeout, signal, logLines: [] };
  const steps = new Listr(
    [
      {
        title: 'Package the service',
        enabled: packaging,
        task: () => packageService(target, signal),
      },
      {
        title: 'Stand the local stack up',
        task: async () => {
          run.stack = await startLocalStack({
            packageDir: packageDirOf(target),
            onLog: (line) => run.logLines.push(line),
          });
          for (const user of seed) run.stack.directory.addUser(user);
        },
      },
      {
        title: `Provision ${hires(messages.length)}`,
        task: async (_, step) => {
          run.provisioned = await provision(run, (line) => {
            step.output = line;
          });
        },
      },
    ],
    { fallbackRenderer: 'simple', registerSignalListeners: false },
  );
  try {
    await steps.run().catch((cause) => {
      throw new ShownError('A step failed', { cause });
    });
    return report(run);
  } finally {
    await run.stack?.stop();
  }
});

async function provision(run: Run, show: (line: string) => void): Promise<ProvisionedFile> {
  const { stack, signal, messages } = run;
  if (stack === undefined) throw new Error('The local stack is not up.');
  signal.throwIfAborted();
  const { AWS_REGION = '', AWS_ACCESS_KEY_ID = '', AWS_SECRET_ACCESS_KEY = '' } = stack.environment;
  const sqs = new SQSClient({
    endpoint: stack.endpoints.sqs,
    region: AWS_REGION,
    credentials: { accessKeyId: AWS_ACCESS_KEY_ID, secretAccessKey: AWS_SECRET_ACCESS_KEY },
  });
  try {
    return await provisionFile({
      messages,
      sqs,
      newHireQueueUrl: stack.outputs.NewHireQueueUrl,
      completionQueueUrl: stack.outputs.CompletionQueueUrl,
      timeoutMs: run.timeoutSeconds * 1000,
      signal,
      onProgress: ({ ended, sent }) => show(`${ended} of ${sent} have reached their end`),
    });
  } finally {
    sqs.destroy();
  }
}

function report({ provisioned, timeoutSeconds, logLines }: Run): number {
  const { outcomes = [], isQueueEmpty = false } = provisioned ?? {};
  console.log(`\n${outcomeTable(outcomes, process.stdout.columns || COLUMNS_WITHOUT_TERMINAL)}`);
  console.log(`\n${outcomeCounts(outcomes)}`);
  const endedAs = (outcome: string) => outcomes.some(({ end }) => end?.outcome === outcome);
  if (endedAs('rejected')) {
    console.log('Rejected messages went to the rejected queue, with the reason.');
  }
  if (endedAs('deferred')) {
    console.log('Deferred messages went to the dead-letter queue, for an operator.');
  }
  console.log(
    'This local stack ends here, with all its queues; `npm run local` keeps one up to look into.',
  );
  const unfinished = outcomes.filter(({ end }) => end === undefined).map(({ row }) => row);
  if (unfinished.length === 0 && isQueueEmpty) return exitCode.done;
  if (unfinished.length === 0) {
    console.error(
      `Every hire has its event, but after ${timeoutSeconds} s a message is still queued.`,
    );
    return exitCode.failed;
  }
  const rows = [
    ...unfinished.slice(0, SHOWN_ROWS),
    ...(unfinished.length > SHOWN_ROWS ? ['…'] : []),
  ];
  console.error(
    [
      `Not every message reached its end within ${timeoutSeconds} s. Without one: # ${rows.join(', ')}`,
      ...(logLines.length > 0 ? ["The function's last lines:"] : []),
      ...logLines.slice(-SHOWN_LOG_LINES),
    ].join('\n'),
  );
  return exitCode.failed;
}

function seconds(text: string): number {
  const value = Number(text);
  if (value > 0 && value <= 86_400) return value;
  throw new InvalidArgumentError('It must be a number of seconds, above 0 and up to 86400.');
}
