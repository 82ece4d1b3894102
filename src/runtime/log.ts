import type { Logger } from '@aws-lambda-powertools/logger';
import type { Context } from 'aws-lambda';
import type { Log } from '../sqs/log-result.ts';
import { once } from './once.ts';

export interface LazyLog extends Log {
  load(): Promise<Logger>;
  /** Sets the invocation that all later lines belong to. */
  setInvocation(context: Context): void;
}

/**
 * The function's log, written by Powertools with its own settings (POWERTOOLS_SERVICE_NAME,
 * POWERTOOLS_LOG_LEVEL, …). Powertools is loaded with the first line, unless `load` was called before.
 */
export function createLog(): LazyLog {
  const load = once(async () => {
    const { createLogger } = await import('./loaded-later/powertools-logger.ts');
    return createLogger();
  });
  let invocation: Context | undefined;

  async function open(): Promise<Logger> {
    const logger = await load();
    if (invocation) logger.addContext(invocation);
    invocation = undefined;
    return logger;
  }

  return {
    load,
    setInvocation: (context) => {
      invocation = context;
    },
    info: async (message, facts) => (await open()).info(message, facts),
    warn: async (message, facts) => (await open()).warn(message, facts),
    error: async (message, facts) => (await open()).error(message, facts),
  };
}
