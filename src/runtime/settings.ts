import * as z from 'zod/mini';
import { policyOf, policySettings } from '../contracts/policy-settings.ts';

const present = (what: string) =>
  z.string(`is required: ${what}`).check(z.minLength(1, `is required: ${what}`));

const numeric = (otherwise: string, isValid: (value: number) => boolean, rule: string) =>
  z.pipe(
    z._default(z.string(), otherwise),
    z.pipe(z.transform(Number), z.number(rule).check(z.refine(isValid, rule))),
  );

const seconds = (otherwise: string) =>
  numeric(
    otherwise,
    (value) => Number.isInteger(value) && value >= 1 && value <= 43_000,
    'must be a whole number of seconds from 1 to 43000',
  );

const hours = (otherwise: string) =>
  numeric(
    otherwise,
    (value) => value > 0 && value <= 216,
    'must be a number of hours above 0 and up to 216, a day less than the new-hire queue keeps messages',
  );

const environment = z.object({
  TARGET: z._default(
    z.enum(['finspace'], 'must name a directory that Joiner knows: finspace'),
    'finspace',
  ),
  AWS_REGION: present('the AWS region'),
  FINSPACE_ACCOUNT_ID: z
    .string('is required: the AWS account of the FinSpace environment')
    .check(z.regex(/^\d{12}$/, 'must be an AWS account id of 12 digits')),
  FINSPACE_ENVIRONMENT_ID: present('the id of the FinSpace environment'),
  USERS_TABLE_NAME: present('the name of the users table'),
  NEW_HIRE_QUEUE_URL: present('the URL of the new-hire queue'),
  COMPLETION_QUEUE_URL: present('the URL of the completion queue'),
  REJECTED_QUEUE_URL: present('the URL of the rejected queue'),
  DEAD_LETTER_QUEUE_URL: present('the URL of the dead-letter queue'),
  ...policySettings,
  RETRY_BACKOFF_BASE_SECONDS: seconds('30'),
  RETRY_BACKOFF_MAX_SECONDS: seconds('3600'),
  HAND_OVER_AFTER_HOURS: hours('24'),
});

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
  const parsed = environment.safeParse(env);
  if (!parsed.success) {
    throw new SettingsError(
      parsed.error.issues.map(({ path, message }) => `${String(path[0])} ${message}`),
    );
  }
  const { data } = parsed;
  return {
    region: data.AWS_REGION,
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
