import { globSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { parse } from 'yaml';
import { jsonSchemas } from '../../src/contracts/json-schemas.ts';

const directory = new URL('../../schemas/', import.meta.url);
const generated = jsonSchemas();

test('every schema that is checked in is generated, and none is missing', () => {
  expect(readdirSync(directory).sort()).toEqual(Object.keys(generated).sort());
});

test.each(Object.keys(generated))('%s is current: else run `npm run schemas`', (fileName) => {
  const checkedIn = JSON.parse(readFileSync(new URL(fileName, directory), 'utf8'));

  expect(checkedIn).toEqual(generated[fileName]);
});

test('every field of a new hire is explained', () => {
  const fields = Object.values(generated['new-hire.schema.json']?.['properties'] ?? {});

  expect(fields).toHaveLength(21);
  expect(fields).toEqual(
    fields.map(() =>
      expect.objectContaining({ title: expect.any(String), description: expect.any(String) }),
    ),
  );
});

test('what a message must look like is JSON Schema 2020-12', () => {
  expect(generated['new-hire-message.schema.json']).toMatchObject({
    $schema: 'https://json-schema.org/draft/2020-12/schema',
  });
});

test('the schema of events lets readers accept fields that are added later', () => {
  expect(JSON.stringify(generated['completion-event.schema.json'])).not.toContain(
    'additionalProperties',
  );
});

describe('the schema of the rules of groups, for an editor,', () => {
  const accepts = new Ajv2020().compile(Object(generated['access-rules.schema.json']));

  test.each(globSync('events/access-rules/*.yml'))('accepts the sample %s', (sample) => {
    expect(accepts(parse(readFileSync(sample, 'utf8')))).toBe(true);
  });

  test.each([
    ['no rule', []],
    ['no group', [{ groups: [] }]],
    ['an unknown key', [{ groups: ['g1'], unless: {} }]],
    ['an unknown field', [{ groups: ['g1'], when: { departmnt: ['Trading'] } }]],
    ['a number', [{ groups: ['g1'], when: { costCenter: [4711] } }]],
    ['a type that there is not', [{ groups: ['g1'], when: { type: ['ADMIN'] } }]],
  ])('refuses %s', (_what, rules) => {
    expect(accepts(rules)).toBe(false);
  });
});
