import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { completionEvent } from '../../src/contracts/completion-event.ts';
import { MESSAGE_REASON_CODES } from '../../src/contracts/reason.ts';
import { REASONS, REFUSED_AFTER_ATTEMPT } from '../../src/provisioning/reasons.ts';
import { HIRE_FIELDS } from '../../src/sources/hire-fields.ts';

const page = readFileSync('docs/integrators.md', 'utf8');
const sectionOf = (heading: string) => page.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
const [, pipe = ''] = /```yaml\n(.*?)```/s.exec(sectionOf('Fan out')) ?? [];
/** Those that a directory's rules give. */
const TARGET_CODES = ['outside-target-limits', 'required-by-target', 'unsupported-by-target'];

test('names each reason for which a hire is rejected', () => {
  const codes = [
    ...MESSAGE_REASON_CODES,
    ...Object.values(REASONS).map(({ code }) => code),
    ...TARGET_CODES,
    REFUSED_AFTER_ATTEMPT,
  ];
  const errors = sectionOf('Errors');

  expect(codes.filter((code) => !errors.includes(`\`${code}\``))).toEqual([]);
});

test('names each type of event', () => {
  const types = completionEvent.options.map(({ entries }) => entries.type.literal);

  expect(types.filter((type) => !sectionOf('What comes back').includes(`\`${type}\``))).toEqual([]);
});

test('names each field of a hire', () => {
  const unnamed = HIRE_FIELDS.filter((field) => !sectionOf('Fields').includes(`\`${field}\``));

  expect(unnamed).toEqual([]);
});

test('lets the pipe do with the queue no more than the queue allows its readers', () => {
  const queuePolicies = readFileSync('resources/queue-policies.yml', 'utf8');
  const [, allowed = ''] = /Sid: AllowReaders\n(.*?)Resource:/s.exec(queuePolicies) ?? [];
  const actions = pipe.match(/sqs:\w+/g) ?? [];

  expect(actions).toEqual(['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes']);
  expect(actions.filter((action) => !allowed.includes(action))).toEqual([]);
});
