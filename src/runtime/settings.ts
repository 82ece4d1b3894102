import { policyOf, policySettings } from '../contracts/policy-settings.ts';
import { readSettings, type SettingRule } from '../contracts/setting-rules.ts';

// Read without the message's schema library, which loads with the first batch: see compose.ts.
const environment = {
  TARGET: {
    rule: 'must name a directory that Joiner knows: finspace',
    otherwise: 'finspace',
    read: (text: string) => (text === 'finspace' ? text : undefined),
  },
  AWS_REGION: required('the AWS region'),
  FINSPACE_ACCOUNT_ID: {
    rule: 'must be an AWS account id of 12 digits: the one of the FinSpace environment',
    read: (text: string) => text.match(/^\d{12}$/)?.[0],
  },
  FINSPACE_ENVIRONMENT_ID: required('the id of the FinSpace environment'),
  STAGE: required('the stage, a dimension of every metric'),
  USERS_TABLE_NAME: required('the name of the users table'),
  NEW_HIRE_QUEUE_URL: required('the URL of the new-hire queue'),
  COMPLETION_QUEUE_URL: required('the URL of the completion queue'),
  REJECTED_QUEUE_URL: required('the URL of the rejected queue'),
  DEAD_LETTER_QUEUE_URL: required('the URL of the dead-letter queue'),
  ...policySettings,
  RETRY_BACKOFF_BASE_SECONDS: seconds('30'),
  RETRY_BACKOFF_MAX_SECONDS: seconds('3600'),
  HAND_OVER_AFTER_HOURS: number(
    '24',
    (hours) => hours > 0 && hours <= 216,
    'must be a number of hours above 0 and up to 216, a day less than the new-hire queue keeps messages',
  ),
};

function required(what: string): SettingRule<string> {
  return { rule: `is required: ${what}`, read: (text) => text || undefined };
}

function seconds(otherwise: string): SettingRule<number> {
  return number(
    otherwise,
    (value) => Number.isInteger(value) && value >= 1 && value <= 43_000,
    'must be a whole number of seconds from 1 to 43000',
  );
}

function number(
  otherwise: string,
  isValid: (value: number) => boolean,
  rule: string,
): SettingRule<number> {
  return {
    rule,
    otherwise,
    read: (text) => (isValid(Number(text)) ? Number(text) : undefined),
  };
}

/** Thrown at start, with everything that is wrong and no value of it. */
class SettingsError extends Error {
  constructor(faults: readonly string[]) {
    super(
      `The settings of the function are wrong. Mend them in its environment and deploy again:\n${faults
        .map((fault) => `  ${fault}`)
        .join('\n')}`,
    );
    this.name = 'SettingsError';
  }
}

export type Settings = ReturnType<typeof parseSettings>;

/**
 * The function's settings, parsed once at start.
 * @throws SettingsError that lists every setting that is missing or wrong
 */
export function parseSettings(env: NodeJS.ProcessEnv) {
  const reading = readSettings(environment, env);
  if (reading.kind === 'wrong') throw new SettingsError(reading.faults);
  const data = reading.values;
  return {
    region: data.AWS_REGION,
    stage: data.STAGE,
    targetKind: data.TARGET,
    finspace: { accountId: data.FINSPACE_ACCOUNT_ID, environmentId: data.FINSPACE_ENVIRONMENT_ID },
    usersTableName: data.USERS_TABLE_NAME,
    newHireQueueUrl: data.NEW_HIRE_QUEUE_URL,
    completionQueueUrl: data.COMPLETION_QUEUE_URL,
    rejectedQueueUrl: data.REJECTED_QUEUE_URL,
    deadLetterQueueUrl: data.DEAD_LETTER_QUEUE_URL,
    policy: policyOf(data),
    backoff: {
      baseSeconds: data.RETRY_BACKOFF_BASE_SECONDS,
      maxSeconds: data.RETRY_BACKOFF_MAX_SECONDS,
    },
    handOverAfterMs: data.HAND_OVER_AFTER_HOURS * 3_600_000,
  };
}
