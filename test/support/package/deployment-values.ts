// Values of parameters of serverless.yml, to deploy the same stack in two ways.

/** What every deployment decides on, and the directory's own. */
const REQUIRED = {
  allowedEmailDomains: 'example.com',
  creationsPerHour: '200',
  senderRoleArns: 'arn:aws:iam::111122223333:role/hr',
  operatorRoleArns: 'arn:aws:iam::111122223333:role/joiner-operators',
  completionReaders: 'arn:aws:iam::111122223333:role/onboarding',
  finspaceEnvironmentId: 'abcdefghijklmnopqrstuvwxyz',
  identityStoreId: 'd-1234567890',
  scimBaseUrl: 'https://scim.example.com/v2',
  scimTokenArn: 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:token-a1b2c3',
};

/** Everything optional is on, and nothing is as by default. */
const ON = {
  ...REQUIRED,
  senders: 'anyone-in-account',
  senderAccounts: '444455556666,777788889999',
  senderRoleArns: 'arn:aws:iam::111122223333:role/hr,arn:aws:iam::444455556666:role/hr',
  senderTopicArns: 'arn:aws:sns:eu-west-1:111122223333:hires',
  senderRuleArns: 'arn:aws:events:eu-west-1:111122223333:rule/hires',
  fileSenderRoleArns: 'arn:aws:iam::111122223333:role/files',
  operatorRoleArns:
    'arn:aws:iam::111122223333:role/joiner-operators,arn:aws:iam::111122223333:role/on-call-*',
  identityStoreAccountId: '999900001111',
  identityCenterUserName: 'local-part',
  scimEnforcesUniqueness: 'true',
  scimExternalIdIsEmployeeId: 'false',
  scimSendsPassword: 'true',
  scimSendsMailNickname: 'true',
  scimRequiredFields: 'firstName,lastName',
  scimFieldLimits: 'lastName=64,title=100',
  forwardedAttributes: 'title,department',
  allowedAttributeValues: 'department=Trading|Sales,costCenter=4711',
  allowedUserTypes: 'APP_USER,SUPER_USER',
  allowedApiAccessPrincipalArns: 'arn:aws:iam::111122223333:role/api',
  acceptedEventTypes: 'com.example.hired,Employee Hired',
  singleName: 'dash',
  grantToExisting: 'true',
  provisionDaysBeforeStart: '3',
  startTimeZone: 'Europe/Berlin',
  retryBackoffBaseSeconds: '45',
  retryBackoffMaxSeconds: '1800',
  handOverAfterHours: '12.5',
  recordDays: '90',
  sources: 'bamboohr,workday',
  intakeMaxNew: '250',
  alarmTopicArn: 'arn:aws:sns:eu-west-1:111122223333:on-call',
  alarmOnChanges: 'true',
  readyWithinMinutes: '45',
  auditSchedule: 'cron(0 2 * * ? *)',
  auditWithinHours: '30',
  rejectionsPerHour: '7',
  maximumConcurrency: '5',
  reservedConcurrency: '20',
  logRetentionDays: '731',
  logLevel: 'DEBUG',
  kmsKeyArn: 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab',
  pseudonymKeyArn: 'arn:aws:kms:eu-west-1:111122223333:key/5678abcd-12ab-34cd-56ef-1234567890ab',
};

/** Everything optional is off, and no one is named. */
const { senderRoleArns: _, ...required } = REQUIRED;
const OFF = {
  ...required,
  allowedEmailDomains: '*',
  creationsPerHour: 'none',
  senders: 'anyone-in-account',
  operatorRoleArns: 'anyone-in-account',
  completionReaders: 'anyone-in-account',
  alarmOnChanges: 'false',
  scimEnforcesUniqueness: 'false',
  scimExternalIdIsEmployeeId: 'false',
};

export const DEPLOYMENTS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'only what is required': REQUIRED,
  'everything on': ON,
  'everything off': OFF,
};
