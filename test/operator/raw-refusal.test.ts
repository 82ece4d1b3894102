import { expect, test } from '@jest/globals';
import { rawRefusal } from '../../src/operator/failed/raw-refusal.ts';
import { PROVENANCE } from '../support/operator/hire-plans.ts';

const { digests } = PROVENANCE;
const boundsWith = (acceptedEventTypes: readonly string[]) =>
  ({ digests, policy: { acceptedEventTypes } }) as never;

test('a message with more records than the intake takes is refused again', async () => {
  const rows = Array.from({ length: 501 }, (_, index) => `${index},p${index}@example.com,Active`);
  const body = ['Employee #,Work Email,Status', ...rows].join('\n');

  expect(await rawRefusal({ source: 'bamboohr', body }, boundsWith([]))).toEqual({
    code: 'unreadable-file',
    message: 'must have at most 500 records; put them into the bucket as a file',
  });
});

test('an event of a type that the intake does not accept is refused again', async () => {
  const body = JSON.stringify({ specversion: '1.0', type: 'terminated', data: {} });

  expect(await rawRefusal({ source: 'bamboohr', body }, boundsWith(['hired']))).toMatchObject({
    code: 'event-type-not-accepted',
  });
});

test('a list of events is refused again where the intake accepts only some types', async () => {
  const employee = { id: '1', workEmail: 'a@example.com', firstName: 'A', lastName: 'B' };
  const event = { specversion: '1.0', type: 'terminated', employees: [employee] };
  const body = JSON.stringify([event]);

  expect(await rawRefusal({ source: 'bamboohr', body }, boundsWith(['hired']))).toMatchObject({
    code: 'unreadable-file',
    message: expect.stringContaining('send one event per message'),
  });
});
