import type { Calls } from './calls-per-hire.ts';

/**
 * AWS's list prices in us-east-1, in US dollars per million, without free tier or discounts.
 * @see https://aws.amazon.com/dynamodb/pricing/on-demand/ (since 2024-11-01)
 * @see https://aws.amazon.com/sqs/pricing/ (standard queues, the first 100 billion a month)
 */
const prices = { writeUnit: 0.625, readUnit: 0.125, sqsRequest: 0.4 };

/** The last known price change. */
export const PRICES_AS_OF = '2024-11-01';

/** US dollars per million hires. FinSpace charges per user, not per call. */
export function dollarsPerMillionHires({ writeUnits, readUnits, sqs }: Calls): number {
  return writeUnits * prices.writeUnit + readUnits * prices.readUnit + sqs * prices.sqsRequest;
}
