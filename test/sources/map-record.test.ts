import { describe, expect, test } from '@jest/globals';
import { readSource } from '../../src/sources/source-file.ts';
import { fileOf, mapBy, recognisedIn } from '../support/sources/source-files.ts';

describe('a record becomes a hire', () => {
  test('with the fields that have a value', async () => {
    const mapped = await mapBy(
      { firstName: 'given', lastName: 'family', employeeId: 'id' },
      { given: ' Ann ', family: null, id: '' },
    );

    expect(mapped).toMatchObject({
      kind: 'hire',
      hire: { emailAddress: 'ann@example.com', firstName: 'Ann' },
    });
  });

  test('with a number as its decimal digits', async () => {
    expect(await mapBy({ employeeId: 'id' }, { id: 21001 })).toMatchObject({
      hire: { employeeId: '21001' },
    });
  });

  test('whatever else of the record changes', async () => {
    const one = await mapBy({ employeeId: 'id' }, { id: 7, changedAt: 'Monday' });
    const other = await mapBy({ employeeId: 'id' }, { id: '7', changedAt: 'Tuesday' });

    expect(one).toEqual(other);
  });

  test('with what is elevated, where the source says so', async () => {
    expect(await mapBy({ type: 'kind' }, { kind: 'SUPER_USER' }, 'elevated: true')).toMatchObject({
      hire: { type: 'SUPER_USER' },
    });
  });

  test('by dates in the order of its source', async () => {
    expect(
      await mapBy({ employeeId: '$date(hired)' }, { hired: '12/01/2026' }, 'dates: DMY'),
    ).toMatchObject({ hire: { employeeId: '2026-01-12' } });
  });
});

describe('a record is refused', () => {
  test.each([
    ['an object', { x: {} }, 'must be text or a number'],
    ['true', { x: true }, 'must be text or a number'],
    ['several values', { x: ['a', 'b'] }, 'has several values in this record'],
    ['a number beyond 2^53', { x: 2 ** 53 }, 'must be a number of at most 15 digits'],
    ['1025 characters', { x: 'x'.repeat(1025) }, 'must have at most 1024 characters'],
    ['an error of a spreadsheet', { x: '#N/A' }, 'is an error of a spreadsheet'],
    ['a column too narrow for its values', { x: '#######' }, 'is an error of a spreadsheet'],
    ['a number that a spreadsheet shortened', { x: '1.00E+05' }, 'format the column as text'],
    ['what the contract refuses', { x: 'é' }, 'must be a string of 1 to 128 printable ASCII'],
  ])('with %s', async (_what, record, rule) => {
    expect(await mapBy({ employeeId: 'x' }, record)).toEqual({
      kind: 'refused',
      faults: [{ field: 'employeeId', rule: expect.stringContaining(rule) }],
    });
  });

  test('with every fault of it, one a field', async () => {
    const mapped = await mapBy({ employeeId: 'x', firstName: 'x' }, { x: {} });

    expect(mapped).toMatchObject({ faults: [{ field: 'employeeId' }, { field: 'firstName' }] });
  });

  test('without an address, by the rule of the contract', async () => {
    expect(await mapBy({}, { mail: null })).toEqual({
      kind: 'refused',
      faults: [{ field: 'emailAddress', rule: "is required; send the person's work address" }],
    });
  });

  test('without any of its values in the reason', async () => {
    const mapped = await mapBy({ employeeId: '$number(x)' }, { x: 'secret' });

    expect(JSON.stringify(mapped)).not.toContain('secret');
  });
});

test('a record is refused at the first expression that grows beyond its limits', async () => {
  const list = Array.from({ length: 200 }, () => ({ list: Array(200).fill('x') }));

  expect(await mapBy({ firstName: 'list.list.("a" & $)', lastName: 'list' }, { list })).toEqual({
    kind: 'refused',
    faults: [
      {
        field: 'firstName',
        rule: 'takes too long or too much to evaluate; simplify the expression',
      },
    ],
  });
});

test('text beyond 4096 characters is hidden from the expressions', async () => {
  const record = { photo: 'x'.repeat(4097), person: { note: 'x'.repeat(4097), id: '7' } };

  expect(
    await mapBy({ employeeId: '$first(photo, person.note, person.id)' }, record),
  ).toMatchObject({ hire: { employeeId: '7' } });
});

test.each([
  ['a member', 'x', { x: 'a'.repeat(4_097) }],
  ['an element of a list', 'x', { x: ['a'.repeat(4_097)] }],
  ['an element of a list in a list', 'x.y', { x: [{ y: [['a'.repeat(4_097)]] }] }],
  ['the name of a member', '$string(x)', { x: { ['a'.repeat(4_097)]: 1 } }],
])('text above 4,096 characters is hidden from the expressions: %s', async (_, text, record) => {
  const isHidden = `$length($string([${text}])) < 4096 ? "hidden" : "seen"`;

  expect(await mapBy({ lastName: isHidden }, record)).toMatchObject({
    hire: { lastName: 'hidden' },
  });
});

test('text above 4,096 characters is hidden from the expression that recognises a record, too', async () => {
  const lines = ['title: Test', 'shapes:', '  - about: test', '    format: json'];
  const shape = ['    recognise: $exists(x[0])', '    hire:', '      emailAddress: mail'];
  const source = readSource([...lines, ...shape].join('\n'), 'test.yml');
  const fileWith = (x: string) => fileOf(JSON.stringify({ x: [x] }), 'people.json');

  expect(await recognisedIn(fileWith('a'.repeat(4_096)), [source])).toHaveLength(1);
  expect(await recognisedIn(fileWith('a'.repeat(4_097)), [source])).toEqual([]);
});
