import { randomUUID } from 'node:crypto';
import type { SQSEvent } from 'aws-lambda';

let lastNumber = 0;

/**
 * Message bodies for people without a record or account. All bodies have the same length.
 * @param hasEmployeeIds whether they bring an employee id, which costs a third write
 * @param profile further fields of each
 */
export function newHires(
  count: number,
  hasEmployeeIds = false,
  profile: Readonly<Record<string, string>> = {},
): readonly string[] {
  return Array.from({ length: count }, () => {
    lastNumber += 1;
    const number = String(lastNumber).padStart(9, '0');
    return JSON.stringify({
      requestId: `hr-${number}`,
      emailAddress: `ada.lovelace.${number}@example.com`,
      type: 'APP_USER',
      firstName: 'Ada',
      lastName: 'Lovelace',
      ...(hasEmployeeIds && { employeeId: `E-${number}` }),
      ...profile,
    });
  });
}

/** An event as the event source mapping creates it. */
export function eventOf(bodies: readonly string[], queueArn: string, now: number): SQSEvent {
  const sentAt = String(now);
  return {
    Records: bodies.map((body) => ({
      messageId: randomUUID(),
      receiptHandle: randomUUID(),
      body,
      attributes: {
        ApproximateReceiveCount: '1',
        SentTimestamp: sentAt,
        SenderId: 'AIDAIT2UOQQY3AUEKVGXU',
        ApproximateFirstReceiveTimestamp: sentAt,
      },
      messageAttributes: {},
      md5OfBody: '',
      eventSource: 'aws:sqs',
      eventSourceARN: queueArn,
      awsRegion: queueArn.split(':')[3] ?? '',
    })),
  };
}
