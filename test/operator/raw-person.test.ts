import { describe, expect, test } from '@jest/globals';
import type { ListedMessage } from '../../src/operator/failed/failed-message.ts';
import { rawPersonOf } from '../../src/operator/failed/raw-person.ts';
import { rawRefusal } from '../../src/operator/failed/raw-refusal.ts';
import { aboutOf } from '../../src/operator/find-person.ts';
import { UnknownSourceError } from '../../src/operator/sources/source-folder.ts';
import { whoIs } from '../../src/operator/who.ts';
import { PROVENANCE } from '../support/operator/hire-plans.ts';

const { digests } = PROVENANCE;
const bounds = { digests, policy: { acceptedEventTypes: [] } } as never;
const BODY = '{"Employee #":"7","Work Email":"ada@example.com"}';

// The first is there and no source, the second is one by its path.
test.each(['serverless.yml', 'sources/bamboohr.yml', '../sources/bamboohr'])(
  'a source that a message names is no path: %s',
  async (source) => {
    const message = { source, body: BODY };

    expect(await rawPersonOf(message, digests)).toEqual({});
    await expect(rawRefusal(message, bounds)).rejects.toThrow(UnknownSourceError);
  },
);

test.each([
  ['blanks', ' 7 ', ' Ada@example.com '],
  ['line breaks', '\n7\r\n', '\tAda@example.com\n'],
])(
  'an id and an address with %s around them are those of the hire',
  async (_what, id, workEmail) => {
    const body = JSON.stringify({ employees: [{ id, workEmail }] });

    const person = await rawPersonOf({ source: 'bamboohr', body }, digests);

    expect(person).toEqual({
      employeeId: '7',
      address: 'Ada@example.com',
      personKey: digests.personKeyOf('ada@example.com'),
    });
    expect(
      aboutOf(whoIs({ as: 'employee', text: '7' }, digests), [])(person as ListedMessage),
    ).toBe(true);
  },
);

test('an id with a line break in it is that of the hire, too', async () => {
  const body = JSON.stringify({ employees: [{ id: 'A\r\n 7', workEmail: ' \n' }] });

  expect(await rawPersonOf({ source: 'bamboohr', body }, digests)).toEqual({ employeeId: 'A 7' });
});

describe('an address in a raw record', () => {
  const personWith = (address: string) =>
    rawPersonOf(
      {
        source: 'bamboohr',
        body: JSON.stringify({ 'Employee #': '7', 'Work Email': address }),
      },
      digests,
    );

  test('is kept without more than an address has', async () => {
    const person = await personWith(`${'a'.repeat(4_000)}@example.com`);

    expect(person).toEqual({ employeeId: '7', address: 'a'.repeat(320) });
  });

  test('is not read where the mapper would not see it', async () => {
    expect(await personWith('a'.repeat(200_000))).toEqual({ employeeId: '7' });
  });

  test('that is one is a person’s', async () => {
    const person = await personWith(' ada@example.com ');

    expect(person).toMatchObject({ employeeId: '7', address: 'ada@example.com' });
  });
});
