import { describe, expect, test } from '@jest/globals';
import * as v from 'valibot';
import { completionEvent } from '../../src/contracts/completion-event.ts';

const envelope = {
  specversion: '1.0',
  id: 'a'.repeat(64),
  source: 'joiner',
  time: '2026-11-02T08:00:00.000Z',
  datacontenttype: 'application/json',
};
const reason = { code: 'invalid-json', message: 'body: must be JSON' };
const provisioned = {
  ...envelope,
  type: 'joiner.user.provisioned.v1',
  data: {
    requestId: 'R-1',
    emailAddress: 'ann@example.com',
    userId: 'user-1',
    target: 'finspace:111122223333:eu-west-1:env',
    outcome: 'created',
  },
};

describe('a completion event may be', () => {
  test.each([
    ['provisioned', provisioned],
    [
      'provisioned with an employee id and a difference',
      { ...provisioned, data: { ...provisioned.data, employeeId: 'E-1', differs: true } },
    ],
    [
      'rejected',
      { ...envelope, type: 'joiner.user.rejected.v1', data: { requestId: 'R-1', reason } },
    ],
    ['deferred', { ...envelope, type: 'joiner.user.deferred.v1', data: { reason } }],
    [
      'dropped',
      {
        ...envelope,
        type: 'joiner.user.dropped.v1',
        data: {
          requestId: 'R-1',
          reason,
          droppedBy: 'arn:aws:iam::111122223333:user/op',
          why: 'left',
        },
      },
    ],
  ])('%s', (_case, event) => {
    expect(v.parse(completionEvent, event)).toEqual(event);
  });
});

describe('a completion event is not', () => {
  const { userId: _, ...dataWithoutUserId } = provisioned.data;

  test.each([
    ['one without a user id', { ...provisioned, data: dataWithoutUserId }],
    [
      'one with a field that the contract does not name',
      { ...provisioned, data: { ...provisioned.data, firstName: 'Ann' } },
    ],
    ['one with an attribute that it does not name', { ...provisioned, subject: 'ann' }],
    ['one with a random id', { ...provisioned, id: '7c2b5f2e-2a52-4a0a-9b0e-0f8f3b8f7a11' }],
    ['one of another type', { ...provisioned, type: 'joiner.user.provisioned.v2' }],
    [
      'one with an outcome of its own',
      { ...provisioned, data: { ...provisioned.data, outcome: 'done' } },
    ],
    [
      'one that says that nothing differs',
      { ...provisioned, data: { ...provisioned.data, differs: false } },
    ],
    ['one without the time in UTC', { ...provisioned, time: '2026-11-02 08:00' }],
    [
      'a message dropped by no one',
      { ...envelope, type: 'joiner.user.dropped.v1', data: { reason, why: 'left' } },
    ],
    ['a rejection without its reason', { ...envelope, type: 'joiner.user.rejected.v1', data: {} }],
  ])('%s', (_case, event) => {
    expect(v.is(completionEvent, event)).toBe(false);
  });
});
