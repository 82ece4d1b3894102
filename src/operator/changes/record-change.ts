import { randomUUID } from 'node:crypto';
import { CreateLogStreamCommand, PutLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import type { Digests } from '../../provisioning/digests.ts';
import { callerArn } from '../stack/caller-arn.ts';
import { readDigests, type Stack } from '../stack/stack.ts';
import { type Change, changeFacts } from './change.ts';

/** The log of changes by operators cannot be written. */
class ChangeLogError extends Error {
  override readonly name = 'ChangeLogError';
}

interface ChangeLog {
  readonly streamName: string;
  readonly caller: string;
  readonly digests: Digests;
}

type ChangeLine = Readonly<Record<string, string>>;

/** One stream for each process; none until the first change. */
const logs = new WeakMap<Stack['clients'], Promise<ChangeLog>>();

/**
 * Makes a change, between two lines in the log of changes by operators: what is asked for, and what came of it.
 * @throws {ChangeLogError} if the first line cannot be written, and nothing is changed; or if the last one cannot
 */
export function recordChange<T>(stack: Stack, change: Change, make: () => Promise<T>): Promise<T> {
  return recordChanges(stack, [change], make);
}

/**
 * As `recordChange`, for changes that are made by one call.
 * @param isDone by the index of a change; default: all are
 */
export async function recordChanges<T>(
  stack: Stack,
  changes: readonly Change[],
  make: () => Promise<T>,
  isDone: (made: T, index: number) => boolean = () => true,
): Promise<T> {
  const changeId = randomUUID();
  const lines = await write(stack, 'Nothing is changed', async ({ digests, caller }) =>
    changes.map((change) => ({
      ...changeFacts(change, digests),
      caller,
      changeId,
      phase: 'asked',
    })),
  );
  const end = (words: string, factsOf: (index: number) => ChangeLine) => {
    const ended = lines.map((line, index) => ({ ...line, ...factsOf(index) }));
    return write(stack, words, async () => ended);
  };
  let made: T;
  try {
    made = await make();
  } catch (error) {
    const errorName = error instanceof Error ? error.name : typeof error;
    // What it was about is in the log. The error says more than a second one would.
    const notConfirmed = { phase: 'not-confirmed', errorName };
    await end('', () => notConfirmed).catch(() => undefined);
    throw error;
  }
  await end('The change is made, and the log has that it was asked for', (index) => ({
    phase: isDone(made, index) ? 'done' : 'not-done',
  }));
  return made;
}

async function write(
  stack: Stack,
  whatStands: string,
  linesOf: (log: ChangeLog) => Promise<readonly ChangeLine[]>,
): Promise<readonly ChangeLine[]> {
  const { clients, outputs } = stack;
  try {
    const log = await openLog(stack);
    const lines = await linesOf(log);
    const { rejectedLogEventsInfo } = await clients.cloudWatchLogs.send(
      new PutLogEventsCommand({
        logGroupName: outputs.OperatorChangesLogGroupName,
        logStreamName: log.streamName,
        logEvents: lines.map((line) => ({ timestamp: Date.now(), message: JSON.stringify(line) })),
      }),
    );
    if (rejectedLogEventsInfo) throw new Error('CloudWatch Logs refused the time of a line.');
    return lines;
  } catch (cause) {
    const { name } = Object(cause);
    throw new ChangeLogError(
      `The log of changes by operators cannot be written (${name}). ${whatStands}. Check logs:CreateLogStream and logs:PutLogEvents on ${outputs.OperatorChangesLogGroupName}.`,
      { cause },
    );
  }
}

function openLog(stack: Stack): Promise<ChangeLog> {
  const opened = logs.get(stack.clients) ?? createStream(stack);
  logs.set(stack.clients, opened);
  opened.catch(() => logs.delete(stack.clients));
  return opened;
}

async function createStream(stack: Stack): Promise<ChangeLog> {
  const { clients, outputs } = stack;
  const [caller, digests] = await Promise.all([callerArn(stack), readDigests(stack)]);
  const day = new Date().toISOString().slice(0, 10).replaceAll('-', '/');
  const streamName = `${day}/${randomUUID()}`;
  await clients.cloudWatchLogs.send(
    new CreateLogStreamCommand({
      logGroupName: outputs.OperatorChangesLogGroupName,
      logStreamName: streamName,
    }),
  );
  return { streamName, caller, digests };
}
