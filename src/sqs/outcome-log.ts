import type { Fate } from '../provisioning/settle.ts';

/** Structured logging; what is passed must hold no personal data. */
export interface Log {
  info(message: string, facts: Record<string, unknown>): void;
  warn(message: string, facts: Record<string, unknown>): void;
  error(message: string, facts: Record<string, unknown>): void;
}

/** One line for each outcome. */
export function logFate(fate: Fate, visibilitySeconds: number | undefined, log: Log): void {
  const { message, facts, ending } = fate;
  const line = {
    requestId: facts.requestId,
    messageId: message.messageId,
    personKey: facts.personKey,
    receiveCount: message.receiveCount,
  };
  if (fate.kind === 'again') {
    const { cause, error } = fate.retry;
    const level = cause === 'unexpected-error' || cause === 'twin-suspected' ? 'error' : 'warn';
    log[level]('retry later', {
      ...line,
      cause,
      visibilitySeconds,
      ...(error !== undefined && { error: errorFacts(error) }),
    });
    return;
  }
  switch (ending.kind) {
    case 'provisioned': {
      const { outcome, userId, differs } = ending.event.data;
      log.info('provisioned', { ...line, outcome, userId, differs });
      return;
    }
    case 'rejected':
      log.warn('rejected', { ...line, reasonCode: ending.reason.code });
      return;
    case 'handed-over':
      log.error('handed over to the dead-letter queue', {
        ...line,
        reasonCode: ending.reason.code,
      });
  }
}

/**
 * An error as far as it can be told: its kind, where AWS answered, and the frames of its stack. The
 * message stays out: services and parsers quote the input in it. Errors of our own that quote nothing
 * say so by `isTellable`.
 */
export function errorFacts(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { name: typeof error };
  const { name, message, stack = '', cause } = error;
  const { httpStatusCode, requestId, attempts } =
    (error as { $metadata?: AwsMetadata }).$metadata ?? {};
  return {
    name,
    ...('isTellable' in error && { message }),
    code: (error as NodeJS.ErrnoException).code,
    aws: { httpStatusCode, requestId, attempts },
    stack: stack.split('\n').filter((line) => /^ {4}at /.test(line) && !message.includes(line)),
    ...(cause !== undefined && { cause: errorFacts(cause) }),
  };
}

interface AwsMetadata {
  readonly httpStatusCode?: number;
  readonly requestId?: string;
  readonly attempts?: number;
}
