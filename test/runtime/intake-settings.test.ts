import { describe, expect, test } from '@jest/globals';
import { parseIntakeSettings } from '../../src/runtime/intake-settings.ts';
import { readSources } from '../../src/runtime/read-sources.ts';

const ENV = {
  AWS_REGION: 'eu-west-1',
  STAGE: 'prod',
  SOURCES: 'workday, bamboohr',
  INTAKE_QUEUE_ARN: 'arn:1',
  INTAKE_QUEUE_URL: 'https://1',
  INTAKE_FILES_QUEUE_ARN: 'arn:2',
  INTAKE_FILES_QUEUE_URL: 'https://2',
  INTAKE_TABLE_NAME: 'intake',
  INTAKE_BUCKET_NAME: 'hr',
  NEW_HIRE_QUEUE_URL: 'https://3',
  REJECTED_QUEUE_URL: 'https://4',
  COMPLETION_QUEUE_URL: 'https://5',
  PSEUDONYM_KEY_ARN: 'arn:3',
};

describe('the settings of the intake', () => {
  test('name the sources, and let 500 new people in without an operator', () => {
    expect(parseIntakeSettings(ENV)).toMatchObject({
      sourceNames: ['workday', 'bamboohr'],
      maxNew: 500,
      acceptedEventTypes: [],
    });
  });

  test('have the types of events that are accepted, as the function that provisions has them', () => {
    const ACCEPTED_EVENT_TYPES = 'com.example.*, Employee Hired';

    expect(parseIntakeSettings({ ...ENV, ACCEPTED_EVENT_TYPES })).toMatchObject({
      acceptedEventTypes: ['com.example.*', 'Employee Hired'],
    });
  });

  test('that are missing are all named at once', () => {
    expect(() => parseIntakeSettings({})).toThrow(/SOURCES is required[\s\S]*PSEUDONYM_KEY_ARN/);
  });

  test.each(['0', '1.5', 'many', '100001'])('refuse INTAKE_MAX_NEW=%s', (INTAKE_MAX_NEW) => {
    expect(() => parseIntakeSettings({ ...ENV, INTAKE_MAX_NEW })).toThrow('INTAKE_MAX_NEW must be');
  });
});

describe('the sources of the intake', () => {
  test('are read from the package', () => {
    expect(readSources(['workday'], 'sources').map(({ name }) => name)).toEqual(['workday']);
  });

  test('that are not packaged stop the function', () => {
    expect(() => readSources(['workday', 'other'], 'sources')).toThrow(
      'SOURCES must name sources that are packaged',
    );
  });
});
