import { describe, expect, test } from '@jest/globals';
import { splitByEventSize } from '../../../../local/emulators/event-source-mapping/event-size.ts';
import { recordOf } from '../../../../local/emulators/event-source-mapping/record.ts';

const recordOfBytes = (bodyBytes: number) =>
  recordOf({ MessageId: 'id', Body: 'x'.repeat(bodyBytes) }, 'arn:aws:sqs:eu-west-1:0:queue');

describe('a batch of records', () => {
  test('a batch of records stays whole within six megabytes', () => {
    const records = [recordOfBytes(1000), recordOfBytes(1000)];

    expect(splitByEventSize(records)).toEqual([records]);
  });

  test('a batch of records is cut where its event would exceed six megabytes, in order', () => {
    const [a, b, c] = [1, 2, 3].map((n) => recordOfBytes(n + 2.5 * 1024 * 1024));

    expect(splitByEventSize([a, b, c].flatMap((r) => r ?? []))).toEqual([[a, b], [c]]);
  });

  test('fills an event to the last byte', () => {
    const records = [recordOfBytes(10), recordOfBytes(10)];
    const wholeBytes = JSON.stringify({ Records: records }).length;

    expect(splitByEventSize(records, wholeBytes + 1)).toHaveLength(1);
    expect(splitByEventSize(records, wholeBytes - 1)).toHaveLength(2);
  });

  test('a batch of records of one record too large goes out alone', () => {
    const records = [recordOfBytes(10), recordOfBytes(1000), recordOfBytes(10)];

    expect(splitByEventSize(records, 800).map((batch) => batch.length)).toEqual([1, 1, 1]);
  });

  test('a batch of records of none is no batch', () => {
    expect(splitByEventSize([])).toEqual([]);
  });
});
