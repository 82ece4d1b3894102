import { target as packagedTarget } from '#target';
import { policyOf, policySettings } from '../contracts/policy-settings.ts';
import {
  readSettings,
  type SettingRule,
  type SettingRules,
  type SettingsReading,
} from '../contracts/setting-rules.ts';
import { isTimeZone } from '../provisioning/due-time.ts';
import { required, SettingsError, trueOrFalse } from './setting.ts';
import type { TargetModule } from './targets/target-module.ts';

// 30 at least: src/provisioning/record-expiry.ts says why.
const recordDays = noneOrWhole(30, 36_500, 'days');
const creationsPerHour = noneOrWhole(1, 100_000, 'accounts');

// Read without the message's schema library, which loads with the first batch: see compose.ts.
const environment = {
  AWS_REGION: required('the AWS region'),
  STAGE: required('the stage, a dimension of every metric'),
  USERS_TABLE_NAME: required('the name of the users table'),
  SCHEDULED_HIRES_TABLE_NAME: required('the name of the table of scheduled hires'),
  PSEUDONYM_KEY_ARN: required('the ARN of the key that pseudonyms are derived from'),
  NEW_HIRE_QUEUE_URL: required('the URL of the new-hire queue'),
  NEW_HIRE_QUEUE_ARN: required('the ARN of the new-hire queue'),
  COMPLETION_QUEUE_URL: required('the URL of the completion queue'),
  REJECTED_QUEUE_URL: required('the URL of the rejected queue'),
  DEAD_LETTER_QUEUE_URL: required('the URL of the dead-letter queue'),
  ...policySettings,
  PROVISION_DAYS_BEFORE_START: number(
    '0',
    (days) => Number.isInteger(days) && days >= 0 && days <= 365,
    'must be a whole number of days from 0 to 365',
  ),
  START_TIME_ZONE: {
    rule: 'must be the IANA name of a time zone, such as Europe/Berlin',
    default: 'UTC',
    read: (text: string) => (isTimeZone(text) ? text : undefined),
  },
  RETRY_BACKOFF_BASE_SECONDS: seconds('30'),
  RETRY_BACKOFF_MAX_SECONDS: seconds('3600'),
  HAND_OVER_AFTER_HOURS: number(
    '24',
    (hours) => hours > 0 && hours <= 216,
    'must be a number of hours above 0 and up to 216, a day less than the new-hire queue keeps messages',
  ),
  RECORD_DAYS: recordDays,
  CREATIONS_PER_HOUR: creationsPerHour,
  GRANT_TO_EXISTING: {
    rule: 'must be true if an account that was there before gets the groups of its hire, where the directory notes the employee id for it, else false',
    default: 'false',
    read: trueOrFalse,
  },
};

function seconds(defaultText: string): SettingRule<number> {
  return number(
    defaultText,
    (value) => Number.isInteger(value) && value >= 1 && value <= 43_000,
    'must be a whole number of seconds from 1 to 43000',
  );
}

function noneOrWhole(min: number, max: number, things: string) {
  const whole = number(
    '',
    (value) => Number.isInteger(value) && value >= min && value <= max,
    `must be none, or a whole number of ${things} from ${min} to ${max}`,
  );
  const read = (text: string) => (text === 'none' ? text : whole.read(text));
  return { ...whole, default: 'none', read };
}

function number(
  defaultText: string,
  isValid: (value: number) => boolean,
  rule: string,
): SettingRule<number> {
  return {
    rule,
    default: defaultText,
    read: (text) => (isValid(Number(text)) ? Number(text) : undefined),
  };
}

/** TARGET shows which directory the function serves; it must be the one that it was packaged for. */
function kindRule(kind: string): SettingRule<string> {
  return {
    rule: `must be ${kind}, the directory that this function was packaged for; to use another, package the function for it`,
    default: kind,
    read: (text) => (text === kind ? kind : undefined),
  };
}

function faultsOf(reading: SettingsReading<SettingRules>): readonly string[] {
  return reading.kind === 'invalid' ? reading.faults : [];
}

export type Settings = ReturnType<typeof parseSettings>;

/**
 * The function's settings, parsed once at start.
 * @throws SettingsError when settings are missing or invalid; it lists all of them
 */
export const parseSettings = settingsFor(packagedTarget);

/** The names of the settings that a function for a directory is deployed with. */
export function settingNames(target: Pick<TargetModule<SettingRules>, 'settings'>) {
  const { AWS_REGION: _ofLambda, ...deployed } = environment;
  return ['TARGET', ...Object.keys(deployed), ...Object.keys(target.settings)];
}

/** As `parseSettings`, for a function that is packaged for another directory. */
export function settingsFor<Rules extends SettingRules>(
  target: Pick<TargetModule<Rules>, 'kind' | 'settings'>,
) {
  const rules = { TARGET: kindRule(target.kind), ...environment };
  return (env: NodeJS.ProcessEnv) => {
    const common = readSettings(rules, env);
    const own = readSettings(target.settings, env);
    if (common.kind === 'invalid' || own.kind === 'invalid')
      throw new SettingsError([...faultsOf(common), ...faultsOf(own)]);
    const data = common.values;
    return {
      stage: data.STAGE,
      targetKind: data.TARGET,
      ofTarget: { ...own.values, AWS_REGION: data.AWS_REGION },
      usersTableName: data.USERS_TABLE_NAME,
      scheduledHiresTableName: data.SCHEDULED_HIRES_TABLE_NAME,
      startRules: {
        daysBefore: data.PROVISION_DAYS_BEFORE_START,
        timeZone: data.START_TIME_ZONE,
      },
      pseudonymKeyArn: data.PSEUDONYM_KEY_ARN,
      newHireQueueUrl: data.NEW_HIRE_QUEUE_URL,
      newHireQueueArn: data.NEW_HIRE_QUEUE_ARN,
      completionQueueUrl: data.COMPLETION_QUEUE_URL,
      rejectedQueueUrl: data.REJECTED_QUEUE_URL,
      deadLetterQueueUrl: data.DEAD_LETTER_QUEUE_URL,
      policy: policyOf(data),
      backoff: {
        baseSeconds: data.RETRY_BACKOFF_BASE_SECONDS,
        maxSeconds: data.RETRY_BACKOFF_MAX_SECONDS,
      },
      deferAfterMs: data.HAND_OVER_AFTER_HOURS * 3_600_000,
      recordDays: data.RECORD_DAYS === 'none' ? undefined : data.RECORD_DAYS,
      grantToExisting: data.GRANT_TO_EXISTING,
      creationsPerHour: data.CREATIONS_PER_HOUR === 'none' ? undefined : data.CREATIONS_PER_HOUR,
    };
  };
}
