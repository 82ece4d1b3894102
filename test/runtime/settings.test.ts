import { describe, expect, test } from '@jest/globals';
import { parseSettings, settingsFor } from '../../src/runtime/settings.ts';
import { target as identityCenter } from '../../src/runtime/targets/identity-center.ts';

const complete = {
  AWS_REGION: 'eu-west-1',
  FINSPACE_ACCOUNT_ID: '111122223333',
  FINSPACE_ENVIRONMENT_ID: 'environment',
  STAGE: 'test',
  USERS_TABLE_NAME: 'users',
  SCHEDULED_HIRES_TABLE_NAME: 'scheduled',
  PSEUDONYM_KEY_ARN: 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd',
  NEW_HIRE_QUEUE_URL: 'https://sqs/new-hire',
  NEW_HIRE_QUEUE_ARN: 'arn:aws:sqs:eu-west-1:111122223333:new-hire',
  COMPLETION_QUEUE_URL: 'https://sqs/completion',
  REJECTED_QUEUE_URL: 'https://sqs/rejected',
  DEAD_LETTER_QUEUE_URL: 'https://sqs/dead-letter',
  ALLOWED_EMAIL_DOMAINS: '*',
};

const complaint = (changes: Record<string, string | undefined>): string => {
  try {
    parseSettings({ ...complete, ...changes });
    return 'none';
  } catch (error) {
    return String(error);
  }
};

test('what is not set has its default: a day, half a minute to an hour, plain users only', () => {
  expect(parseSettings(complete)).toMatchObject({
    deferAfterMs: 86_400_000,
    backoff: { baseSeconds: 30, maxSeconds: 3600 },
    policy: {
      allowedUserTypes: ['APP_USER'],
      allowedApiAccessPrincipalArns: [],
      allowedEmailDomains: ['*'],
    },
  });
});

test('the hours before a message is deferred may be a fraction', () => {
  expect(parseSettings({ ...complete, HAND_OVER_AFTER_HOURS: '0.25' }).deferAfterMs).toBe(900_000);
});

test('the record of a person who is gone stays for ever, unless a number of days is set', () => {
  expect(parseSettings(complete).recordDays).toBeUndefined();
  expect(parseSettings({ ...complete, RECORD_DAYS: 'none' }).recordDays).toBeUndefined();
  expect(parseSettings({ ...complete, RECORD_DAYS: '30' }).recordDays).toBe(30);
});

test('an account that was there before gets no groups, unless that is set', () => {
  expect(parseSettings(complete).grantToExisting).toBe(false);
  expect(parseSettings({ ...complete, GRANT_TO_EXISTING: 'true' }).grantToExisting).toBe(true);
  expect(complaint({ GRANT_TO_EXISTING: 'yes' })).toContain(
    'GRANT_TO_EXISTING must be true if an account that was there before gets the groups of its hire, where the directory notes the employee id for it, else false',
  );
});

test.each(['', '0', '29', '30.5', '36501', 'ever', '-30'])(
  'a record cannot stay for %j days',
  (days) => {
    expect(complaint({ RECORD_DAYS: days })).toContain(
      'RECORD_DAYS must be none, or a whole number of days from 30 to 36500',
    );
  },
);

test('creations have no limit, unless a number for an hour is set', () => {
  expect(parseSettings(complete).creationsPerHour).toBeUndefined();
  expect(
    parseSettings({ ...complete, CREATIONS_PER_HOUR: 'none' }).creationsPerHour,
  ).toBeUndefined();
  expect(parseSettings({ ...complete, CREATIONS_PER_HOUR: '200' }).creationsPerHour).toBe(200);
});

test.each(['', '0', '1.5', '100001', 'all', '-1'])(
  'an hour cannot have place for %j accounts',
  (most) => {
    expect(complaint({ CREATIONS_PER_HOUR: most })).toContain(
      'CREATIONS_PER_HOUR must be none, or a whole number of accounts from 1 to 100000',
    );
  },
);

test('one error lists everything that is wrong, by setting and rule', () => {
  const text = complaint({
    TARGET: 'ldap',
    USERS_TABLE_NAME: undefined,
    FINSPACE_ACCOUNT_ID: '12',
    RETRY_BACKOFF_BASE_SECONDS: 'soon',
    HAND_OVER_AFTER_HOURS: '-1',
    ALLOWED_USER_TYPES: 'KING',
  });

  expect(text.split('\n')).toEqual([
    expect.stringContaining('SettingsError'),
    expect.stringContaining('TARGET must be finspace'),
    expect.stringContaining('USERS_TABLE_NAME is required'),
    expect.stringContaining('ALLOWED_USER_TYPES must list'),
    expect.stringContaining('RETRY_BACKOFF_BASE_SECONDS must be a whole number'),
    expect.stringContaining('HAND_OVER_AFTER_HOURS must be a number of hours'),
    expect.stringContaining('FINSPACE_ACCOUNT_ID must be the 12-digit id'),
  ]);
});

test('the error does not repeat the values', () => {
  expect(complaint({ FINSPACE_ACCOUNT_ID: 'secret-value' })).not.toContain('secret-value');
});

describe('of a function for IAM Identity Center', () => {
  const parse = settingsFor(identityCenter);
  const { FINSPACE_ACCOUNT_ID, FINSPACE_ENVIRONMENT_ID, ...others } = complete;
  const settings = { ...others, TARGET: 'identity-center', IDENTITY_STORE_ID: 'd-0123456789' };

  test('the store is needed, and user names are addresses unless set otherwise', () => {
    expect(parse(settings).ofTarget).toMatchObject({
      IDENTITY_STORE_ID: 'd-0123456789',
      IDENTITY_CENTER_USER_NAME: 'address',
    });
  });

  test('profiles are what the operator forwards and bounds, and nothing unless set', () => {
    const targetOf = (changes: object) =>
      identityCenter.create(parse({ ...settings, ...changes }).ofTarget, {
        clock: { now: () => 0 },
        onCall: () => {},
      });
    const bounded = { FORWARDED_ATTRIBUTES: 'title', ALLOWED_ATTRIBUTE_VALUES: 'department=A|B' };

    expect(targetOf({})).not.toHaveProperty('profile');
    expect(targetOf(bounded).profile).toMatchObject({ fields: ['title', 'department'] });
  });

  test.each([
    ['IDENTITY_STORE_ID', undefined, 'must be the id of an identity store'],
    ['IDENTITY_STORE_ID', 'ssoins-7223', 'must be the id of an identity store'],
    ['IDENTITY_CENTER_USER_NAME', 'nickname', 'must be address or local-part'],
    ['FORWARDED_ATTRIBUTES', 'nickName', 'must list which of title, userType, '],
    ['ALLOWED_ATTRIBUTE_VALUES', 'department', 'must list fields of a profile'],
    ['TARGET', 'finspace', 'must be identity-center'],
  ])('%s as %s is refused, with the rule', (name, value, rule) => {
    expect(() => parse({ ...settings, [name]: value })).toThrow(`${name} ${rule}`);
  });
});

test('accounts are due on the first day in UTC, unless the operator sets otherwise', () => {
  expect(parseSettings(complete).startRules).toEqual({ daysBefore: 0, timeZone: 'UTC' });
  const own = { PROVISION_DAYS_BEFORE_START: '7', START_TIME_ZONE: 'Europe/Berlin' };
  expect(parseSettings({ ...complete, ...own }).startRules).toEqual({
    daysBefore: 7,
    timeZone: 'Europe/Berlin',
  });
});

test.each([
  { PROVISION_DAYS_BEFORE_START: '-1' },
  { PROVISION_DAYS_BEFORE_START: '1.5' },
  { PROVISION_DAYS_BEFORE_START: '366' },
  { START_TIME_ZONE: 'Middle/Earth' },
])('%j is refused', (changes) => {
  expect(complaint(changes)).toContain(Object.keys(changes)[0]);
});
