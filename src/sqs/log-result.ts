import type { Retry } from '../provisioning/hire-result.ts';
import type { ProcessedHire } from '../provisioning/processed-hire.ts';

/** Structured logging. Facts must not hold personal data. A line is written once it is awaited. */
export interface Log {
  info(message: string, facts: Record<string, unknown>): void | Promise<void>;
  warn(message: string, facts: Record<string, unknown>): void | Promise<void>;
  error(message: string, facts: Record<string, unknown>): void | Promise<void>;
}

/** Logs the result of one message as one line. */
export async function logResult(
  { message, facts, result }: ProcessedHire,
  visibilitySeconds: number | undefined,
  nowMs: number,
  log: Log,
): Promise<void> {
  const line = {
    requestId: facts.requestId,
    messageId: message.messageId,
    personKey: facts.personKey,
    receiveCount: message.receiveCount,
    senderId: message.senderId,
    takenFrom: message.takenFrom,
    source: facts.source,
  };
  switch (result.kind) {
    case 'provisioned': {
      const { outcome, userId, differs } = result.event.data;
      const millisecondsSinceSent = nowMs - message.sentAtMs;
      await log.info('provisioned', { ...line, outcome, userId, differs, millisecondsSinceSent });
      return;
    }
    case 'scheduled':
      await log.info('scheduled', { ...line, dueAt: result.event.data.dueAt });
      return;
    case 'rejected':
      await log.warn('rejected', {
        ...line,
        reasonCode: result.reason.code,
        reason: result.reason.message,
      });
      return;
    case 'deferred':
      await log.error('handed over to the dead-letter queue', {
        ...line,
        reasonCode: result.reason.code,
      });
      return;
    case 'retry':
      await logRetry(result, { ...line, cause: result.cause, visibilitySeconds }, log);
  }
}

async function logRetry(
  { cause, error, refusedGroups }: Retry,
  line: Record<string, unknown>,
  log: Log,
): Promise<void> {
  const level = cause === 'unexpected-error' || cause === 'twin-suspected' ? 'error' : 'warn';
  await log[level]('retry later', {
    ...line,
    ...(refusedGroups && { refusedGroups }),
    ...(error !== undefined && { error: safeErrorFields(error) }),
  });
}

/**
 * The parts of an error that are safe to log: its name and code, AWS's metadata, and the frames of its
 * stack. The message stays out, as services and parsers quote the input in it. Errors of our own that
 * quote nothing set `isSafeToLog`.
 */
export function safeErrorFields(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { name: typeof error };
  const { name, message, stack = '', cause } = error;
  const { httpStatusCode, requestId, attempts } =
    (error as { $metadata?: AwsMetadata }).$metadata ?? {};
  return {
    name,
    ...('isSafeToLog' in error && { message }),
    code: (error as NodeJS.ErrnoException).code,
    aws: { httpStatusCode, requestId, attempts },
    stack: stack.split('\n').filter((line) => /^ {4}at /.test(line) && !message.includes(line)),
    ...(cause !== undefined && { cause: safeErrorFields(cause) }),
  };
}

interface AwsMetadata {
  readonly httpStatusCode?: number;
  readonly requestId?: string;
  readonly attempts?: number;
}
