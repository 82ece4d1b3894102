import { expect, test } from '@jest/globals';
import { composeRelease } from '../../src/runtime/compose-release.ts';

const complete = {
  AWS_REGION: 'eu-west-1',
  STAGE: 'test',
  SCHEDULED_HIRES_TABLE_NAME: 'scheduled-hires',
  NEW_HIRE_QUEUE_URL: 'https://sqs/new-hire',
};

test.each(Object.keys(complete))('without %s the sweep does not start, and names it', (name) => {
  expect(() => composeRelease({ ...complete, [name]: undefined })).toThrow(`  ${name} is required`);
});

test('the sweep names all settings that are missing at once', () => {
  const inOrder = new RegExp(Object.keys(complete).join('[^]*'));

  expect(() => composeRelease({})).toThrow(inOrder);
});
