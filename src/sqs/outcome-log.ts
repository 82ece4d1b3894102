import type { Fate } from '../provisioning/settle.ts';

/** Structured logging; what is passed must hold no personal data. A line is out once it is awaited. */
export interface Log {
  info(message: string, facts: Record<string, unknown>): void | Promise<void>;
  warn(message: string, facts: Record<string, unknown>): void | Promise<void>;
  error(message: string, facts: Record<string, unknown>): void | Promise<void>;
}

/** One line for each outcome. */
export async function logFate(
  fate: Fate,
  visibilitySeconds: number | undefined,
  nowMs: number,
  log: Log,
): Promise<void> {
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
    await log[level]('retry later', {
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
      const millisecondsSinceSent = nowMs - message.sentAtMs;
      await log.info('provisioned', { ...line, outcome, userId, differs, millisecondsSinceSent });
      return;
    }
    case 'rejected':
      await log.warn('rejected', { ...line, reasonCode: ending.reason.code });
      return;
    case 'handed-over':
      await log.error('handed over to the dead-letter queue', {
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
