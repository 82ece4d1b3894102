import { describe, expect, test } from '@jest/globals';
import { readNotification } from '../../src/sqs/s3-notification.ts';

const SENT_AT_MS = Date.parse('2026-03-02T08:00:05Z');

const recordOf = (object: object, bucket = 'hr') => ({
  eventTime: '2026-03-02T08:00:00.000Z',
  s3: { bucket: { name: bucket }, object: { versionId: 'v1', size: 10, ...object } },
});
const read = (json: unknown) => readNotification(JSON.stringify(json), 'hr', SENT_AT_MS);
const filesIn = (json: unknown) => {
  const notification = read(json);
  return notification.kind === 'invalid' ? 'invalid' : notification.objects.map(({ file }) => file);
};

describe('a notification of S3', () => {
  test('names the object, its version, its source and when it was put', () => {
    expect(filesIn({ Records: [recordOf({ key: 'bamboohr/new+people%2B1.csv' })] })).toEqual([
      {
        key: expect.stringMatching(/^file#[0-9a-f]{64}$/),
        source: 'bamboohr',
        objectKey: 'bamboohr/new people+1.csv',
        versionId: 'v1',
        size: 10,
        askedAtMs: Date.parse('2026-03-02T08:00:00Z'),
      },
    ]);
  });

  test('makes another file of another version', () => {
    const keys = ['v1', 'v2'].map((versionId) => {
      return JSON.stringify(filesIn({ Records: [recordOf({ key: 'a/b', versionId })] }));
    });

    expect(new Set(keys).size).toBe(2);
  });

  test('is never later than it was sent', () => {
    const record = { ...recordOf({ key: 'a/b' }), eventTime: '2027-01-01T00:00:00Z' };

    expect(filesIn({ Records: [record] })).toMatchObject([{ askedAtMs: SENT_AT_MS }]);
  });

  test('about a folder is about no file', () => {
    expect(filesIn({ Records: [recordOf({ key: 'bamboohr/', size: 0 })] })).toEqual([]);
  });

  test('as a test is about no file', () => {
    expect(filesIn({ Service: 'Amazon S3', Event: 's3:TestEvent', Bucket: 'hr' })).toEqual([]);
  });

  test.each([
    ['no notification', {}],
    ['no JSON object', null],
    ['of another bucket', { Records: [recordOf({ key: 'a/b' }, 'other')] }],
    ['without a version', { Records: [recordOf({ key: 'a/b', versionId: undefined })] }],
    ['with a key that is not encoded', { Records: [recordOf({ key: 'a/%' })] }],
  ])('is refused: %s', (_, json) => {
    expect(filesIn(json)).toBe('invalid');
  });
});
