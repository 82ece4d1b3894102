import {
  closeSync,
  constants,
  fstatSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { isPrivate } from '../is-private.ts';

const FILE_NAME = '.local-stack.json';
/** Names the file, if several local stacks are up, or for an installed command. */
const VARIABLE = 'JOINER_LOCAL_STACK_FILE';

const NEEDS_REPOSITORY =
  '--local needs the repository of Joiner: there, `npm run local` runs a stack, and `npx joiner … --local` works on it. This joiner is installed without the repository: give --stack NAME for a deployed stack, with --profile and --region where it needs them.';

const runningStack = v.object({
  /** Of the process that runs it. */
  pid: v.number(),
  stackName: v.string(),
  /** The SDK's settings that point its clients at the stack. */
  environment: v.record(v.string(), v.string()),
});

/** A local stack that is up: `npm run local` writes it to a file, so that other processes find it. */
export type RunningStack = v.InferOutput<typeof runningStack>;

/** No local stack is up; the message says what to do. */
export class NoLocalStackError extends Error {
  override readonly name = 'NoLocalStackError';
}

/** Another local stack is up, and `--local` means that one. */
export class LocalStackRunningError extends Error {
  override readonly name = 'LocalStackRunningError';
}

/** @throws {LocalStackRunningError} if a stack that is up has the file that a new one would write */
export function assertNoLocalStack(projectDir: string): void {
  const stack = readStack(fileOf(projectDir));
  if (stack === undefined || stack.pid === process.pid || !isRunning(stack.pid)) return;
  const sqs = stack.environment['AWS_ENDPOINT_URL_SQS'];
  const where = sqs === undefined ? '' : `, SQS at ${sqs}`;
  throw new LocalStackRunningError(
    `A local stack is up already (process ${stack.pid}${where}), and --local means that one. Stop it, or set ${VARIABLE} to another file, for this stack and for the commands on it.`,
  );
}

/** Writes the file, readable by its owner only; returns a function that removes it. */
export function announceLocalStack(stack: RunningStack, projectDir: string): () => void {
  const path = fileOf(projectDir);
  // A file that is there keeps its owner and mode: it is replaced.
  rmSync(path, { force: true });
  writeFileSync(path, `${JSON.stringify(stack, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
  return () => {
    // Another stack that was started since may have written its own.
    if (readStack(path)?.pid === stack.pid) rmSync(path, { force: true });
  };
}

/**
 * Finds the local stack that is up, by the file in the folder of the project. A file elsewhere, such as in the
 * working directory, could be another person's, and lead hires and credentials to a server of theirs.
 * @param projectDir undefined for an installed command, which has no project
 * @throws {NoLocalStackError} if none is up, even if one was killed and left its file behind
 */
export function findLocalStack(
  projectDir: string | undefined,
  env: NodeJS.ProcessEnv = process.env,
): RunningStack {
  const file = env[VARIABLE] ?? (projectDir && fileIn(projectDir));
  if (file === undefined) throw new NoLocalStackError(NEEDS_REPOSITORY);
  const stack = readStack(file);
  if (stack === undefined)
    throw new NoLocalStackError(
      'No local stack is up here. Start one with `npm run local` in another terminal.',
    );
  if (isRunning(stack.pid)) return stack;
  throw new NoLocalStackError(
    `The local stack that was up here (process ${stack.pid}) is gone. Start one with \`npm run local\`.`,
  );
}

function fileOf(projectDir: string): string {
  return process.env[VARIABLE] ?? fileIn(projectDir);
}

function fileIn(projectDir: string): string {
  return join(projectDir, FILE_NAME);
}

/** undefined if there is no such file, or if another user wrote it or could read it. */
function readStack(path: string): RunningStack | undefined {
  try {
    const file = openSync(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0));
    try {
      if (!isPrivate(fstatSync(file))) return undefined;
      const read = v.safeParse(runningStack, JSON.parse(readFileSync(file, 'utf8')));
      return read.success ? read.output : undefined;
    } finally {
      closeSync(file);
    }
  } catch {
    return undefined;
  }
}

/** Of this user: the file is, and so was its process. Another user's has the id since that ended. */
function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
