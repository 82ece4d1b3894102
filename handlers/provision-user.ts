import middy from '@middy/core';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { compose } from '../src/runtime/compose.ts';

// At import, so that invalid settings stop the function before it takes a message.
const { log, processBatch } = compose(process.env);

/** New-hire queue in, partial batch response out. */
export const handler = middy<SQSEvent, SQSBatchResponse>()
  .before(({ context }) => log.setInvocation(context))
  .handler(processBatch);
