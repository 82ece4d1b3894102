import { policySettings } from '../contracts/policy-settings.ts';
import { readSettings, type SettingRule } from '../contracts/setting-rules.ts';
import { required, SettingsError } from './setting.ts';

const sources: SettingRule<readonly string[]> = {
  rule: 'is required: the names of the sources, with commas between them',
  read: (text) => {
    const names = text.split(',').map((name) => name.trim());
    return names.every((name) => name !== '') ? [...new Set(names)] : undefined;
  },
};

const maxNew: SettingRule<number> = {
  rule: 'must be a whole number from 1 to 100000',
  default: '500',
  read: (text) => {
    const people = Number(text);
    return Number.isInteger(people) && people >= 1 && people <= 100_000 ? people : undefined;
  },
};

const environment = {
  AWS_REGION: required('the AWS region'),
  STAGE: required('the stage, a dimension of every metric'),
  SOURCES: sources,
  INTAKE_QUEUE_ARN: required('the ARN of the intake queue'),
  INTAKE_QUEUE_URL: required('the URL of the intake queue'),
  INTAKE_FILES_QUEUE_ARN: required("the ARN of the queue of the bucket's notifications"),
  INTAKE_FILES_QUEUE_URL: required("the URL of the queue of the bucket's notifications"),
  INTAKE_TABLE_NAME: required("the name of the intake's table"),
  INTAKE_BUCKET_NAME: required("the name of the intake's bucket"),
  INTAKE_MAX_NEW: maxNew,
  ACCEPTED_EVENT_TYPES: policySettings.ACCEPTED_EVENT_TYPES,
  NEW_HIRE_QUEUE_URL: required('the URL of the new-hire queue'),
  REJECTED_QUEUE_URL: required('the URL of the rejected queue'),
  COMPLETION_QUEUE_URL: required('the URL of the completion queue'),
  PSEUDONYM_KEY_ARN: required('the ARN of the key that pseudonyms are derived from'),
};

export type IntakeSettings = ReturnType<typeof parseIntakeSettings>;

/**
 * The settings of the intake, parsed once at start.
 * @throws SettingsError when settings are missing or invalid; it lists all of them
 */
export function parseIntakeSettings(env: NodeJS.ProcessEnv) {
  const reading = readSettings(environment, env);
  if (reading.kind === 'invalid') throw new SettingsError(reading.faults);
  const { values } = reading;
  return {
    region: values.AWS_REGION,
    stage: values.STAGE,
    sourceNames: values.SOURCES,
    intakeQueue: { arn: values.INTAKE_QUEUE_ARN, url: values.INTAKE_QUEUE_URL },
    filesQueue: { arn: values.INTAKE_FILES_QUEUE_ARN, url: values.INTAKE_FILES_QUEUE_URL },
    tableName: values.INTAKE_TABLE_NAME,
    bucketName: values.INTAKE_BUCKET_NAME,
    maxNew: values.INTAKE_MAX_NEW,
    acceptedEventTypes: values.ACCEPTED_EVENT_TYPES,
    newHireQueueUrl: values.NEW_HIRE_QUEUE_URL,
    rejectedQueueUrl: values.REJECTED_QUEUE_URL,
    completionQueueUrl: values.COMPLETION_QUEUE_URL,
    pseudonymKeyArn: values.PSEUDONYM_KEY_ARN,
  };
}
