import { createHmac } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { createIntakeDigests } from '../../src/provisioning/intake-digests.ts';

const SECRET = new Uint8Array(32).fill(9);
const hmac = (text: string) => createHmac('sha256', SECRET).update(text).digest('hex');
const digests = createIntakeDigests(SECRET);

test('the request id of a mapped hire is over source and hire, with its kind before them', () => {
  expect(digests.mappedRequestIdOf('test', { firstName: 'Ada', employeeId: '7' })).toBe(
    `test:${hmac('["mapped","test",[["employeeId","7"],["firstName","Ada"]]]')}`,
  );
});

test('a digest of the intake has its kind before the parts', () => {
  expect(digests.intakeDigestOf(['person', 'test', '7'])).toBe(
    hmac('["intake","person","test","7"]'),
  );
});

test('the intake makes no pseudonym of a person, an employee or a body', () => {
  expect(Object.keys(digests).toSorted()).toEqual([
    'eventIdOf',
    'failedMessageMacOf',
    'intakeDigestOf',
    'mappedRequestIdOf',
  ]);
});
