import { readSettings } from '../contracts/setting-rules.ts';
import { required, SettingsError } from './setting.ts';

const environment = {
  AWS_REGION: required('the AWS region'),
  STAGE: required('the stage, a dimension of every metric'),
  SCHEDULED_HIRES_TABLE_NAME: required('the name of the table of scheduled hires'),
  NEW_HIRE_QUEUE_URL: required('the URL of the new-hire queue'),
};

/**
 * The settings of the sweep, parsed once at start.
 * @throws SettingsError when settings are missing; it lists all of them
 */
export function parseReleaseSettings(env: NodeJS.ProcessEnv) {
  const reading = readSettings(environment, env);
  if (reading.kind === 'invalid') throw new SettingsError(reading.faults);
  return {
    stage: reading.values.STAGE,
    scheduledHiresTableName: reading.values.SCHEDULED_HIRES_TABLE_NAME,
    newHireQueueUrl: reading.values.NEW_HIRE_QUEUE_URL,
  };
}
