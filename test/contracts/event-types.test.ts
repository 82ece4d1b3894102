import { describe, expect, test } from '@jest/globals';
import { readBody } from '../support/bodies/read-body.ts';
import { cloudEvent, eventBridge, sns } from './envelopes.ts';

const ann = { emailAddress: 'ann@example.com', employeeId: 'E-1' };
const hired = cloudEvent(ann, { id: 'ce-1', type: 'com.hr.employee.hired' });
const left = cloudEvent(ann, { id: 'ce-2', type: 'com.hr.employee.left' });
const hiredInBridge = eventBridge(ann, { id: 'eb-1', 'detail-type': 'Employee Hired' });
const leftInBridge = eventBridge(ann, { id: 'eb-2', 'detail-type': 'Employee Left' });

const readAs = (message: unknown, ...accepted: readonly string[]) =>
  readBody(JSON.stringify(message), accepted);
const ruleOf = (field: string) =>
  `${field}: must be accepted here; send only events about new hires, or have the operator add the type to ACCEPTED_EVENT_TYPES`;

test.each([
  ['no accepted types', left, []],
  ['its type among them', hired, ['Employee Hired', 'com.hr.employee.hired']],
  ['its detail-type among them', hiredInBridge, ['Employee Hired', 'com.hr.employee.hired']],
  ['the types of both its envelopes', eventBridge(hired), ['Hired', 'com.hr.employee.hired']],
  ['no envelope', ann, ['com.hr.employee.hired']],
  ['an SNS notification, which has no type', sns(ann), ['com.hr.employee.hired']],
])('a hire is accepted with %s', (_case, message, accepted) => {
  expect(readAs(message, ...accepted)).toMatchObject({ kind: 'hire' });
});

test.each([
  ['another CloudEvents type', left, 'type'],
  ['another detail-type', leftInBridge, 'detail-type'],
  ['another type in SNS', sns(left), 'type'],
  [
    'another type within an accepted one',
    eventBridge(left, { 'detail-type': 'Employee Hired' }),
    'type',
  ],
  ['an accepted type within another one', sns(eventBridge(hired)), 'detail-type'],
  ['CloudEvents without a type', cloudEvent(ann, { type: undefined }), 'type'],
])('an event is rejected with %s', (_case, message, field) => {
  expect(readAs(message, 'Employee Hired', 'com.hr.employee.hired')).toMatchObject({
    kind: 'refused',
    reason: { code: 'event-type-not-accepted', message: ruleOf(field) },
  });
});

test('an event of another type still names the person and the request', () => {
  expect(readAs(left, 'hired')).toMatchObject({
    kind: 'refused',
    emailAddress: 'ann@example.com',
    employeeId: 'E-1',
    hire: { emailAddress: 'ann@example.com' },
    correlation: { requestId: 'ce-2' },
  });
});

test('the type of an event is judged before its content, which may be no hire', () => {
  const event = cloudEvent({ employee: 7 }, { id: 'ce-3', type: 'com.hr.employee.left' });

  expect(readAs(event, 'com.hr.employee.hired')).toMatchObject({
    reason: { code: 'event-type-not-accepted' },
    correlation: { requestId: 'ce-3' },
  });
});

describe('a wildcard stands for any text', () => {
  const isAccepted = (type: string, pattern: string) =>
    readAs(cloudEvent(ann, { type }), pattern).kind === 'hire';

  test.each([
    ['com.hr.employee.hired', '*'],
    ['com.hr.employee.hired', 'com.hr.*'],
    ['com.hr.employee.hired', '*.hired'],
    ['com.hr.employee.hired', 'com.*.hired'],
    ['com.hr.employee.hired', 'com.*.employee.*'],
    ['com.hr.employee.hired', 'com.hr.employee.hired*'],
    ['a.b.b', 'a*.b'],
  ])('a wildcard stands for any text: %s is accepted as %s', (type, pattern) => {
    expect(isAccepted(type, pattern)).toBe(true);
  });

  test.each([
    ['com.hr.employee.left', '*.hired'],
    ['com.hr.employee.hired', 'com.hr'],
    ['com.hr.employee.hired', 'COM.HR.*'],
    ['comXhr', 'com.hr*'],
    ['hired', 'hir*red'],
    ['com.hr.employee.hired.revoked', 'com.*.hired'],
    ['a.c', 'a*b*c'],
  ])('a wildcard stands for any text: %s is not accepted as %s', (type, pattern) => {
    expect(isAccepted(type, pattern)).toBe(false);
  });

  test('a wildcard stands for any text, which is searched once only', () => {
    expect(isAccepted('a'.repeat(1_000_000), `${'*a'.repeat(50)}*b`)).toBe(false);
  });
});
