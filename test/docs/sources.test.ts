import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { shippedSources } from '../support/sources/source-files.ts';

const SECTIONS = [
  'How to get the data',
  'What the webhook lacks',
  'Send it',
  'Permissions on AWS',
  "The vendor's pages",
];

test('docs/sources.md leads to the page of each source', () => {
  const page = readFileSync('docs/sources.md', 'utf8');
  const unlinked = shippedSources().filter(({ name }) => !page.includes(`(sources/${name}.md)`));

  expect(unlinked.map(({ name }) => name)).toEqual([]);
});

describe.each(shippedSources())('docs/sources/$name.md', ({ name, title, shapes }) => {
  const page = readFileSync(`docs/sources/${name}.md`, 'utf8');
  const sectionOf = (heading: string) =>
    page.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';

  test('is about the source, and has each section', () => {
    expect(page).toMatch(new RegExp(`^# ${title}\n`));
    expect(page.match(/(?<=^## ).*$/gm)).toEqual(SECTIONS);
    expect(SECTIONS.filter((heading) => sectionOf(heading).trim() === '')).toEqual([]);
  });

  test('says that an id alone is not enough, where a shape of the source carries nothing else', () => {
    const lacking = shapes.filter(({ lacks }) => lacks !== undefined);
    const text = sectionOf('What the webhook lacks');

    expect(lacking.length > 0 && !/\bcarr(?:y|ies) (?:only|ids)\b/.test(text)).toBe(false);
  });

  test('tries the source on a sample that there is', () => {
    const [sample = ''] = /events\/sources\/\S+/.exec(sectionOf('Send it')) ?? [];

    expect(sample).toMatch(`events/sources/${name}/`);
    expect(existsSync(sample)).toBe(true);
    expect(sectionOf('Send it')).toContain(`--source ${name} `);
  });

  test('has a policy that allows named actions on named resources', () => {
    const [, json = ''] = /```json\n(.*?)```/s.exec(sectionOf('Permissions on AWS')) ?? [];
    const { Version, Statement } = JSON.parse(json);

    expect(Version).toBe('2012-10-17');
    expect(Statement.length).toBeGreaterThan(0);
    for (const { Action, Resource } of Statement) {
      expect(Action).toMatch(/^[a-z0-9]+:[A-Za-z]+$/);
      expect(Resource).toMatch(/^arn:aws:(?:s3:::example-hr-files\/|secretsmanager:)/);
      expect(Resource).toContain(`${name}`);
    }
  });

  test('names a page of the vendor', () => {
    expect(sectionOf("The vendor's pages")).toMatch(/\]\(https:\/\//);
  });
});
