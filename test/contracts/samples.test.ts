import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { checkPolicy } from '../../src/contracts/policy.ts';
import { readBody, TEST_PSEUDONYMS } from '../support/bodies/read-body.ts';
import {
  type SampleExpectation,
  sampleExpectations,
} from '../support/bodies/sample-expectations.ts';
import { policyFrom } from './policy-from.ts';

const directory = new URL('../../events/', import.meta.url);
const defaultPolicy = policyFrom({ ALLOWED_EMAIL_DOMAINS: '*' });
/** The samples of HR systems, and that of the rules of groups, have tests of their own. */
const NOT_MESSAGES = [
  'access-rules',
  'first-day.csv',
  'first-day.directory.json',
  'files',
  'sources',
];

function bodyOf(fileName: string): string {
  return readFileSync(new URL(fileName, directory), 'utf8');
}

/** What the contract and the default policy make of a body. */
function outcomeOf(body: string): SampleExpectation {
  const reading = readBody(body);
  if (reading.kind === 'refused') return { kind: 'rejected', reason: reading.reason };
  const reason = checkPolicy(reading.hire, defaultPolicy);
  if (reason !== undefined) return { kind: 'rejected', reason };
  const { requestId } = reading.correlation;
  const { employeeId } = reading;
  return {
    kind: 'accepted',
    account: reading.hire,
    requestId,
    ...(employeeId !== undefined && { employeeId }),
  };
}

test('every file in events/ is expected to become something', () => {
  const messages = readdirSync(directory).filter((fileName) => !NOT_MESSAGES.includes(fileName));

  expect(messages.sort()).toEqual(Object.keys(sampleExpectations).sort());
});

const expected = Object.entries(sampleExpectations);

test.each(expected.filter(([, expectation]) => expectation.kind === 'accepted'))(
  '%s is accepted as it should be',
  (fileName, expectation) => {
    const body = bodyOf(fileName);

    expect(outcomeOf(body)).toEqual({
      requestId: TEST_PSEUDONYMS.pseudonymOf(body),
      ...expectation,
    });
  },
);

test.each(expected.filter(([, expectation]) => expectation.kind === 'rejected'))(
  '%s is rejected for exactly its reason',
  (fileName, expectation) => {
    expect(outcomeOf(bodyOf(fileName))).toEqual(expectation);
  },
);
