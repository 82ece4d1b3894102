import {
  type LocalStack,
  type LocalStackOptions,
  startLocalStack,
} from '../../../local/stack/stack.ts';
import { KEPT_CODE_DIR } from '../jest/keep-code.ts';
import { type ObservedStack, observeStack } from './observed-stack.ts';

/** The packaged service on the local stack, as users see it: accounts, records, events, queues. */
export interface PackagedStack extends Omit<ObservedStack, 'close'> {
  readonly stack: LocalStack;
  /** The lines that the function logged. */
  readonly log: readonly string[];
  stop(): Promise<void>;
}

export async function startPackagedStack(options: LocalStackOptions = {}): Promise<PackagedStack> {
  const log: string[] = [];
  const { [KEPT_CODE_DIR]: keptCodeDir } = process.env;
  const stack = await startLocalStack({
    ...(keptCodeDir !== undefined && { keptCodeDir }),
    onLog: (line) => log.push(line),
    ...options,
  });
  const region = stack.environment['AWS_REGION'] ?? '';
  const { close, ...observed } = observeStack({ ...stack, region });

  return {
    ...observed,
    stack,
    log,
    async forgetAll() {
      await observed.forgetAll();
      log.length = 0;
    },
    async stop() {
      close();
      await stack.stop();
    },
  };
}
