import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { Command, InvalidArgumentError, Option } from 'commander';
import type { Host } from '../../src/operator/cli/host.ts';
import { run } from '../../src/operator/cli/run.ts';
import {
  announceLocalStack,
  assertNoLocalStack,
} from '../../src/operator/stack/local-stack-file.ts';
import { DEFAULT_TARGET, TARGETS } from '../directories/directories.ts';
import { packageDirOf, packageService } from '../stack/packaging.ts';
import { localGuide } from './local-guide.ts';
import { logLine } from './log-line.ts';
import { type OperableStack, startOperableStack } from './operable-stack.ts';
import { pathFromCaller } from './path-from-caller.ts';

const projectDir = fileURLToPath(new URL('../..', import.meta.url));

interface Options {
  readonly data?: string;
  readonly sqsPort: number;
  readonly dynamodbPort: number;
  readonly directoryPort: number;
  readonly target: string;
  readonly package: boolean;
}

const createCommand = ({ interrupted }: Host) =>
  new Command('npm run local --')
    .description('Keeps a local stack up until Ctrl-C.')
    .option('--data <dir>', 'keeps queues, table and accounts in this folder (default: in memory)')
    .option('--sqs-port <port>', 'port of SQS, 0 for any', port, 0)
    .option('--dynamodb-port <port>', 'port of DynamoDB, 0 for any', port, 0)
    .option('--directory-port <port>', 'port of the directory, 0 for any', port, 0)
    .addOption(
      new Option('--target <name>', 'the directory').choices(TARGETS).default(DEFAULT_TARGET),
    )
    .option('--no-package', 'run what was packaged last, instead of packaging again')
    .addHelpText(
      'after',
      `
Examples:
  npm run local
  npm run local -- --data .local --sqs-port 9324`,
    )
    .action((options: Options) => keepUp(options, interrupted));

await run(createCommand, 'Interrupted: the local stack is stopped.');

async function keepUp(options: Options, signal: AbortSignal): Promise<void> {
  assertNoLocalStack(projectDir);
  const dataDir = options.data === undefined ? undefined : pathFromCaller(options.data);
  if (options.package) await packageService(options.target, signal);
  // Queues, table and accounts hold personal data. Not before packaging: Lambda must be able to read the code.
  process.umask(0o077);
  const operable = await startOperableStack({
    packageDir: packageDirOf(options.target),
    ports: {
      sqs: options.sqsPort,
      dynamodb: options.dynamodbPort,
      directory: options.directoryPort,
    },
    ...(dataDir !== undefined && { dataDir }),
    schedules: true,
    intake: true,
    onLog: (line) => {
      const shown = signal.aborted ? undefined : logLine(line);
      if (shown !== undefined) console.log(shown);
    },
  });
  try {
    signal.throwIfAborted();
    await untilAborted(operable, dataDir, signal);
  } finally {
    await operable.stop();
  }
  console.log('\nThe local stack is stopped.');
}

async function untilAborted(
  { stack, controlPlane, environment }: OperableStack,
  dataDir: string | undefined,
  signal: AbortSignal,
): Promise<void> {
  const { stackName } = stack.identity;
  const withdraw = announceLocalStack({ pid: process.pid, stackName, environment }, projectDir);
  try {
    console.log(localGuide(stack, dataDir, controlPlane.endpoint));
    await once(signal, 'abort');
  } finally {
    withdraw();
  }
}

function port(text: string): number {
  const value = Number(text);
  if (text !== '' && Number.isInteger(value) && value >= 0 && value <= 65_535) return value;
  throw new InvalidArgumentError('It must be a port number from 0 to 65535.');
}
