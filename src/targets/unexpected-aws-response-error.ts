import type { ResponseMetadata } from '@smithy/types';

/** A service of AWS answered what it does not document. Says which error, never the answer's own words. */
export class UnexpectedAwsResponseError extends Error {
  override readonly name = 'UnexpectedAwsResponseError';
  readonly isSafeToLog = true;

  constructor(failure: Error & { readonly $metadata?: ResponseMetadata }) {
    const { httpStatusCode, requestId } = failure.$metadata ?? {};
    super(
      `The directory answered HTTP ${httpStatusCode}, ${failure.name}, request id ${requestId}: ` +
        'look the request up in CloudTrail and tell the operator of the directory',
    );
    const frames = failure.stack?.split('\n').filter((line) => /^\s+at /.test(line)) ?? [];
    this.stack = [`${this.name}: ${this.message}`, ...frames].join('\n');
  }
}
