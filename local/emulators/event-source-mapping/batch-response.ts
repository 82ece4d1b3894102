import type { InvocationResult } from '../lambda/instance.ts';

/**
 * The ids of the messages that count as processed, and are therefore deleted.
 *
 * After a failed invocation none are. After a successful one without `reportsItemFailures` all are. With
 * `reportsItemFailures`, a response without failures (null, an empty object, an empty or null list) means
 * all, and an invalid response, or one with an id that is not in the batch, means none. Otherwise all
 * messages but the listed ones are processed.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html#services-sqs-batchfailurereporting
 */
export function processedMessages(
  result: InvocationResult,
  messageIds: readonly string[],
  reportsItemFailures: boolean,
): readonly string[] {
  if (result.kind === 'failed') return [];
  if (!reportsItemFailures) return messageIds;
  const failures = failuresIn(result.payload);
  if (failures === 'invalid') return [];
  const hasUnknownId = failures.some((failure) => !messageIds.includes(failure));
  return hasUnknownId ? [] : messageIds.filter((id) => !failures.includes(id));
}

function failuresIn(response: unknown): readonly string[] | 'invalid' {
  if (response === null) return [];
  if (typeof response !== 'object' || Array.isArray(response)) return 'invalid';
  const { batchItemFailures = null }: { batchItemFailures?: unknown } = response;
  if (batchItemFailures === null) return [];
  if (!Array.isArray(batchItemFailures)) return 'invalid';
  const identifiers = batchItemFailures.map((failure) => Object(failure).itemIdentifier);
  return identifiers.every(isIdentifier) ? identifiers : 'invalid';
}

function isIdentifier(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
