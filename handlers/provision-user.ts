import middy from '@middy/core';
import { SQSClient } from '@aws-sdk/client-sqs';
const c = new SQSClient({});
export const handler = middy().handler(async () => { void c; return { batchItemFailures: [] }; });
