import { target } from '#target';
import {
  readSettings,
  type SettingRules,
  type SettingsReading,
} from '../contracts/setting-rules.ts';
import { required, SettingsError } from './setting.ts';

const environment = {
  AWS_REGION: required('the AWS region'),
  STAGE: required('the stage, a dimension of every metric'),
  STACK_NAME: required('the name of the stack, which reports show'),
  USERS_TABLE_NAME: required('the name of the users table'),
  PSEUDONYM_KEY_ARN: required('the ARN of the key that pseudonyms are derived from'),
  AUDIT_BUCKET_NAME: required('the name of the bucket of the audit'),
};

export type AuditSettings = ReturnType<typeof parseAuditSettings>;

/**
 * The settings of the nightly audit, parsed once at start.
 * @throws SettingsError when settings are missing or invalid; it lists all of them
 */
export function parseAuditSettings(env: NodeJS.ProcessEnv) {
  const common = readSettings(environment, env);
  const own = readSettings(target.settings, env);
  if (common.kind === 'invalid' || own.kind === 'invalid')
    throw new SettingsError([...faultsOf(common), ...faultsOf(own)]);
  const { values } = common;
  return {
    stage: values.STAGE,
    stackName: values.STACK_NAME,
    usersTableName: values.USERS_TABLE_NAME,
    pseudonymKeyArn: values.PSEUDONYM_KEY_ARN,
    bucketName: values.AUDIT_BUCKET_NAME,
    ofTarget: { ...own.values, AWS_REGION: values.AWS_REGION },
  };
}

function faultsOf(reading: SettingsReading<SettingRules>): readonly string[] {
  return reading.kind === 'invalid' ? reading.faults : [];
}
