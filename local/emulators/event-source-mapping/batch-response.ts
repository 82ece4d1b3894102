import type { InvocationResult } from '../lambda/instance.ts';

/**
 * The ids of the messages of a batch that count as processed, and so are deleted.
 *
 * A failed invocation processed none. Without `reportsItemFailures` a returned one processed all,
 * whatever it answered. With it, an answer without failures (nothing, an empty object, an empty or
 * null list) processed all; an answer that cannot be understood, or that names a message that is not
 * of the batch, processed none; any other processed all but those it names.
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
  if (failures === 'unintelligible') return [];
  const namesOthers = failures.some((failure) => !messageIds.includes(failure));
  return namesOthers ? [] : messageIds.filter((id) => !failures.includes(id));
}

function failuresIn(answer: unknown): readonly string[] | 'unintelligible' {
  if (answer === null) return [];
  if (typeof answer !== 'object' || Array.isArray(answer)) return 'unintelligible';
  const { batchItemFailures = null }: { batchItemFailures?: unknown } = answer;
  if (batchItemFailures === null) return [];
  if (!Array.isArray(batchItemFailures)) return 'unintelligible';
  const identifiers = batchItemFailures.map((failure) => Object(failure).itemIdentifier);
  return identifiers.every(isIdentifier) ? identifiers : 'unintelligible';
}

function isIdentifier(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
