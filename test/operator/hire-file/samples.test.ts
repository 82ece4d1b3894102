import { globSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { readHireFile } from '../../../src/operator/send/hire-file.ts';
import { MalformedFileError } from '../../../src/operator/send/malformed-file-error.ts';
import { readBody } from '../../support/bodies/read-body.ts';

/** What each line comes to: the hire, or the field at fault. */
type Expected = Readonly<Record<number, object | string>>;

interface Sample {
  readonly hires: Expected;
  readonly columns?: Readonly<Record<string, string>>;
}

const ADA = { emailAddress: 'ada.okafor@example.com', firstName: 'Ada', lastName: 'Okafor' };

/** By file, what people and spreadsheets do to a file of the contract. */
const SAMPLES: Readonly<Record<string, Sample>> = {
  'shortened-number.csv': { hires: { 2: 'employeeId' } },
  'formula-and-spaces.csv': {
    hires: {
      2: { ...ADA, firstName: '=HYPERLINK(1)', employeeId: 'E-25' },
      3: {
        emailAddress: 'ben.ito@example.com',
        firstName: 'Ben',
        lastName: 'Ito',
        employeeId: 'E-26',
      },
    },
  },
  'trailing-comma.csv': { hires: { 2: ADA } },
  'more-columns.csv': { hires: { 2: ADA } },
  'semicolons.csv': { hires: { 3: { ...ADA, lastName: 'Okafor; Lund', employeeId: '1001' } } },
  'human-headers.csv': {
    columns: {
      emailAddress: 'Work Email',
      firstName: 'First Name',
      lastName: 'Last Name',
      employeeId: 'Employee ID',
      startDate: 'Start Date',
    },
    hires: {
      2: { ...ADA, employeeId: '1001', startDate: '2026-11-02' },
      3: {
        emailAddress: 'ben.ohara@example.com',
        firstName: 'Ben',
        lastName: "O'Hara, Jr.",
        employeeId: '1002',
        startDate: '2026-11-02',
      },
    },
  },
  'nulls.jsonl': {
    hires: {
      1: { ...ADA, lastName: undefined, employeeId: '1', startDate: '2026-11-02' },
      2: { emailAddress: 'ben.ito@example.com', lastName: 'Ito', employeeId: '2' },
      3: 'emailAddress',
      4: { emailAddress: 'dee@example.com', employeeId: '4' },
      5: { emailAddress: 'emma@example.com' },
    },
  },
};

test('each sample file is in the table', () => {
  const files = globSync('events/files/*').map((path) => basename(path));

  expect(files.toSorted()).toEqual(Object.keys(SAMPLES).toSorted());
});

describe.each(Object.entries(SAMPLES))('%s', (file, { hires, columns }) => {
  test('gives the hires that it means, and names the field at fault of the others', async () => {
    expect(await readLines(`events/files/${file}`, columns)).toEqual(hires);
  });
});

test('a file with headers of its own is refused without them, with the option that names them', async () => {
  await expect(readHireFile('events/files/human-headers.csv')).rejects.toThrow(
    '--columns emailAddress="Work Email"',
  );
});

async function readLines(path: string, columns: Readonly<Record<string, string>> = {}) {
  const named = new Map(Object.entries(columns));
  try {
    const file = await readHireFile(path, named.size === 0 ? {} : { columns: named });
    return Object.fromEntries(file.messages.map(({ line, body }) => [line, readLine(body)]));
  } catch (error) {
    if (!(error instanceof MalformedFileError)) throw error;
    return Object.fromEntries(error.faults.map(({ line, field }) => [line, field]));
  }
}

function readLine(body: string) {
  const reading = readBody(body);
  if (reading.kind === 'refused') return reading.reason.message.split(':')[0];
  const { emailAddress, firstName, lastName } = reading.hire;
  const { employeeId, startDate } = reading;
  return { emailAddress, firstName, lastName, employeeId, startDate };
}
