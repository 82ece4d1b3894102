import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

export type Format = 'csv' | 'json';

/** A file as an HR system writes it, of so many people, each of whom is a hire. */
export async function writeFileOf(path: string, format: Format, people: number): Promise<void> {
  const parts = format === 'csv' ? bamboohrReport(people) : workdayReport(people);
  await pipeline(Readable.from(parts), createWriteStream(path));
}

function* bamboohrReport(people: number): Generator<string> {
  yield '"Employee #","First Name","Last Name","Work Email","Home Email","Hire Date","Department","Job Title","Employment Status"\r\n';
  for (let id = 1; id <= people; id += 1)
    yield `"${id}","Ada","Okafor","ada.${id}@example.com","ada@home.example","11/02/2026","Data","Engineer","Full-Time"\r\n`;
}

function* workdayReport(people: number): Generator<string> {
  yield '{"Report_Entry":[';
  for (let id = 1; id <= people; id += 1) {
    const entry = {
      Employee_ID: String(id),
      'Legal_Name_-_First_Name': 'Ada',
      'Legal_Name_-_Last_Name': 'Okafor',
      primaryWorkEmail: `ada.${id}@example.com`,
      primaryHomeEmail: 'ada@home.example',
      Hire_Date: '2026-11-02',
      Worker_Type: 'Employee',
      businessTitle: 'Engineer',
      Supervisory_Organization: 'Data',
      Cost_Center: '4200 Data',
    };
    yield `${id === 1 ? '' : ',\n'}${JSON.stringify(entry)}`;
  }
  yield ']}\n';
}
