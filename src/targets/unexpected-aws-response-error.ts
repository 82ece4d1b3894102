import type { ResponseMetadata } from '@smithy/types';

/**
 * An error response that the AWS service does not document. Never quotes its text: it may hold an
 * address.
 */
export class UnexpectedAwsResponseError extends Error {
  override readonly name = 'UnexpectedAwsResponseError';
  readonly isSafeToLog = true;

  constructor(failure: Error & { readonly $metadata?: ResponseMetadata }) {
    const { httpStatusCode, requestId } = failure.$metadata ?? {};
    super(
      `The directory returned HTTP ${httpStatusCode}, ${failure.name}, request id ${requestId}: ` +
        'look up the request in CloudTrail, then report it to the operator of the directory',
    );
    const frames = failure.stack?.split('\n').filter((line) => /^\s+at /.test(line)) ?? [];
    this.stack = [`${this.name}: ${this.message}`, ...frames].join('\n');
  }
}
