import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import {
  type HireFileOptions,
  parseHireFile,
  readHireFile,
} from '../../../src/operator/send/hire-file.ts';
import { MalformedFileError } from '../../../src/operator/send/malformed-file-error.ts';
import { readBody } from '../../support/bodies/read-body.ts';
import { fileOf } from '../../support/sources/source-files.ts';

const REPORT = 'events/sources/bamboohr/report.csv';
const WEBHOOK = 'events/sources/bamboohr/webhook-with-fields.json';

const addressesIn = (messages: readonly { body: string }[]) =>
  messages.map(({ body }) => {
    const reading = readBody(body);
    return reading.kind === 'hire' ? reading.hire.emailAddress : reading.reason;
  });

describe('a file as an HR system writes it', () => {
  test('gives the hires, the records that are refused, and how it was read', async () => {
    const { messages, refused, leftOut, notes } = await readHireFile(REPORT, {
      source: 'bamboohr',
    });

    expect(addressesIn(messages)).toEqual(['ada.okafor@example.com', 'tomasz.wojcik@example.com']);
    expect(refused).toEqual([
      {
        line: 8,
        faults: [{ field: 'emailAddress', rule: "is required; send the person's work address" }],
      },
    ]);
    expect({ leftOut, notes }).toEqual({
      leftOut: 1,
      notes: [
        'It is read as BambooHR: a report as CSV.',
        'Not read: 2 rows above the header, line 4.',
        'Columns that are not needed: "Home Email".',
      ],
    });
  });

  test.each([REPORT, WEBHOOK])('gives the same messages whenever it is read: %s', async (path) => {
    const options = { source: 'bamboohr' };

    expect((await readHireFile(path, options)).messages).toEqual(
      (await readHireFile(path, options)).messages,
    );
  });

  test('is read by a source of one’s own, by the path of its file', async () => {
    expect(await readHireFile(REPORT, { source: 'sources/bamboohr.yml' })).toEqual(
      await readHireFile(REPORT, { source: 'bamboohr' }),
    );
  });

  test('is read by the source that recognises it, where that is wanted', async () => {
    expect(await readHireFile(WEBHOOK, { usesRecognised: true })).toEqual(
      await readHireFile(WEBHOOK, { source: 'bamboohr' }),
    );
  });

  test.each([
    [REPORT, 'looks like BambooHR (a report as CSV): try --source bamboohr, or --source contract'],
    [WEBHOOK, 'looks like BambooHR (a webhook with fields (field-based)): try --source bamboohr'],
    ['events/sources/rippling/employees.json', 'looks like Rippling'],
    // It has fields of the contract, and leavers.
    ['events/sources/ukg/employee-changes.json', 'looks like UKG Pro'],
    ['events/sources/ukg/report.csv', 'looks like UKG Pro'],
  ])('is refused without a source, with the one to try: %s', async (path, rule) => {
    await expect(readHireFile(path)).rejects.toThrow(rule);
  });

  test('is taken as the contract has it, where that is said', async () => {
    const { messages } = await readHireFile('events/sources/ukg/report.csv', {
      source: 'contract',
    });

    expect(messages).toHaveLength(3);
  });

  test('is not taken for a file of the contract by a name in it', async () => {
    const text = [
      'Employee #,Work Email,First Name,Last Name',
      '1,,"Eve\nemailAddress;firstName\nx",Adams',
      '2,ben@example.com,Ben,Carter',
    ];
    const file = fileOf(text.join('\n'), 'hr.csv');

    await expect(parseHireFile(file)).rejects.toThrow('looks like BambooHR');
  });

  test('is refused by another source, with the one to try', async () => {
    await expect(readHireFile(REPORT, { source: 'workday' })).rejects.toThrow(
      'is not a file of workday; it looks like BambooHR (a report as CSV): try --source bamboohr',
    );
  });

  test('is refused where no source describes it, with what the source needs and what was seen', async () => {
    const file = fileOf('Person,Mail\nAnn,ann@example.com\n', 'hr.csv');

    await expect(parseHireFile(file, { source: 'bamboohr' })).rejects.toThrow(
      /is not a file of bamboohr, which is .*a report as CSV, with the columns "Employee #", "Work Email"\. Columns: "Person", "Mail"$/,
    );
  });

  test('is refused on one line, whatever the source calls its files', () => {
    const rule = 'is not a file of ours, which is \u001b[32ma report\n  line 1: is valid';

    expect(new MalformedFileError('hr.csv', [{ rule }]).message).toBe(
      'hr.csv cannot be used, and nothing is sent:\n  is not a file of ours, which is \ufffd[32ma report\ufffd␣␣line 1: is valid',
    );
  });

  test('that holds no hire says how many records are none', async () => {
    const file = fileOf('[{"roleState":"TERMINATED","workEmail":"a@example.com"}]', 'hr.json');

    await expect(parseHireFile(file, { source: 'rippling' })).rejects.toThrow(
      'must hold at least one hire; it holds none, and 1 records that are no hires',
    );
  });

  test('is refused with a source that there is not, with those that there are', async () => {
    await expect(readHireFile(REPORT, { source: '../biome' })).rejects.toThrow(
      'There is no source ../biome: give one of adp, bamboohr, ',
    );
  });
});

describe('a file with headers of its own', () => {
  const file = fileOf('Nr,Vorname,Work Email,Salary\n7,Ann,ann@example.com,1\n', 'hr.csv');

  test('is read by the headers that are given for fields', async () => {
    const columns = new Map([
      ['emailAddress', 'work email'],
      ['employeeId', 'Nr'],
      ['firstName', 'Vorname'],
    ]);

    expect(await parseHireFile(file, { columns })).toMatchObject({
      messages: [{ body: '{"employeeId":"7","firstName":"Ann","emailAddress":"ann@example.com"}' }],
      notes: ['Columns that are not needed: "Salary".'],
    });
  });

  test('is refused where it does not have one of them, with those that it has', async () => {
    const columns = new Map([
      ['emailAddress', 'Work Email'],
      ['lastName', 'Nachname'],
    ]);

    await expect(parseHireFile(file, { columns })).rejects.toThrow(
      'line 1, lastName: must have a column "Nachname"; add it, or name the column: --columns lastName="…". Columns: "Nr", "Vorname", "Work Email", "Salary"',
    );
  });
});

test('hires with fields that no one knows are taken as the contract has them', async () => {
  const text = '{"emailAddress":"ann@example.com","workEmail":"x@example.com","team":"Data"}';

  expect((await parseHireFile(fileOf(text, 'hires.json'))).messages).toEqual([
    { line: 1, body: text },
  ]);
});

describe('of a stack that accepts only some types of events, a file as an HR system writes it', () => {
  const acceptedEventTypes = ['hired'];
  const document = JSON.parse(readFileSync('events/sources/personio/employees.json', 'utf8'));
  const terminated = { specversion: '1.0', id: '1', source: 'hr', type: 'terminated', ...document };
  const read = (content: object, options: HireFileOptions = { acceptedEventTypes }) =>
    parseHireFile(fileOf(JSON.stringify(content)), { source: 'personio', ...options });

  const RULE = 'must not hold events in envelopes, as this stack accepts only some types of events';

  test('is refused with an event, as no hire that comes of it would have a type', async () => {
    await expect(read(terminated)).rejects.toThrow(RULE);
  });

  test.each([
    ['a list of events', [terminated]],
    ['an event of a type that is accepted', { ...terminated, type: 'hired' }],
  ])('is refused with %s', async (_, content) => {
    await expect(read(content)).rejects.toThrow(RULE);
  });

  test('is read where its records have no envelope', async () => {
    expect((await read(document)).messages).toEqual((await read(document, {})).messages);
  });

  test('is read with an event where any type is accepted', async () => {
    expect((await read(terminated, {})).messages.length).toBeGreaterThan(0);
  });
});
