import { globSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { configurationOf, saidOf } from './service-configuration.ts';

/** The parameters that packaging asks for, and whether it has another complaint. */
async function missingWith(...options: string[]) {
  const said = await saidOf(configurationOf(...options));
  const missing = [...said.matchAll(/^ {4}(\w+): /gm)].map(([, name]) => name);
  return { missing, complaints: said.match(/Cannot resolve variable at/g)?.length ?? 0 };
}

const SECURE = [
  '--param=allowedEmailDomains=*',
  '--param=creationsPerHour=none',
  '--param=senders=anyone-in-account',
  '--param=operatorRoleArns=anyone-in-account',
  '--param=completionReaders=anyone-in-account',
];
const FINSPACE = ['--param=target=finspace', '--param=finspaceEnvironmentId=abc123'];

describe('a stage other than local', () => {
  test('has no defaults for its directory, domains, budget, senders, operators and readers, and says so at once', async () => {
    expect(await missingWith('--stage=prod')).toEqual({
      missing: [
        'target',
        'allowedEmailDomains',
        'creationsPerHour',
        'senders',
        'operatorRoleArns',
        'completionReaders',
      ],
      complaints: 1,
    });
  });

  test.each([
    ['finspace', ['finspaceEnvironmentId']],
    ['identity-center', ['identityStoreId']],
    ['scim', ['scimBaseUrl', 'scimTokenArn']],
  ])('must say where its directory %s is', async (target, missing) => {
    expect(await missingWith('--stage=prod', `--param=target=${target}`, ...SECURE)).toEqual({
      missing,
      complaints: 1,
    });
  });

  test.each([['forwardedAttributes=title'], ['allowedAttributeValues=department=Sales']])(
    'cannot have %s where the directory keeps no profiles',
    async (parameter) => {
      const options = [...FINSPACE, ...SECURE, `--param=${parameter}`];
      const [name = ''] = parameter.split('=');

      expect(await missingWith('--stage=prod', ...options)).toEqual({
        missing: [name],
        complaints: 1,
      });
      expect(await saidOf(configurationOf('--stage=prod', ...options))).toContain(
        `${name}: must be left out, as the directory finspace keeps no profiles`,
      );
    },
  );

  test('must name a directory that there is', async () => {
    const said = await saidOf(configurationOf('--stage=prod', '--param=target=okta', ...SECURE));

    expect(said).toContain('target: the directory, one of finspace, identity-center, scim');
  });

  test.each([
    ['senderAccounts=444455556666'],
    ['senderRoleArns=arn:aws:iam::111122223333:role/hr'],
    ['senderTopicArns=arn:aws:sns:eu-west-1:111122223333:hires'],
    ['senderRuleArns=arn:aws:events:eu-west-1:111122223333:rule/hires'],
  ])('has a sender with %s', async (parameter) => {
    const options = [...FINSPACE, ...SECURE.filter((option) => !option.includes('=senders='))];

    await expect(
      configurationOf('--stage=prod', ...options, `--param=${parameter}`),
    ).resolves.toHaveProperty('service');
  });

  test('has a sender with the role of a delivery of files, where it takes in files', async () => {
    const role = '--param=fileSenderRoleArns=arn:aws:iam::111122223333:role/sftp';
    const unsent = [...FINSPACE, ...SECURE.filter((option) => !option.includes('=senders='))];

    await expect(
      configurationOf('--stage=prod', ...unsent, role, '--param=sources=workday'),
    ).resolves.toHaveProperty('service');
    expect(await saidOf(configurationOf('--stage=prod', ...unsent, role))).toContain(
      'fileSenderRoleArns: needs sources, without which there is no bucket',
    );
  });

  test('cannot have other senders than named ones or anyone in the account', async () => {
    const options = [...FINSPACE, ...SECURE.filter((option) => !option.includes('=senders='))];

    expect(await missingWith('--stage=prod', ...options, '--param=senders=any')).toMatchObject({
      missing: ['senders'],
    });
  });

  test.each([
    ['auditSchedule=daily', 'auditSchedule: an expression of EventBridge'],
    ['auditSchedule=cron(0 2 * * *)', 'auditSchedule: an expression of EventBridge'],
    ['auditWithinHours=0', 'auditWithinHours: a whole number of hours from 1 to 8784'],
    ['auditWithinHours=a day', 'auditWithinHours: a whole number of hours from 1 to 8784'],
  ])('cannot have %s', async (parameter, fault) => {
    const options = ['--stage=prod', ...FINSPACE, ...SECURE, `--param=${parameter}`];

    expect(await saidOf(configurationOf(...options))).toContain(fault);
  });

  test('may audit each night', async () => {
    const options = [...FINSPACE, ...SECURE, '--param=auditSchedule=cron(0 2 * * ? *)'];

    await expect(configurationOf('--stage=prod', ...options)).resolves.toHaveProperty('service');
  });

  test.each(['29', '30.5', 'ever'])('cannot keep records for %s days', async (days) => {
    const options = ['--stage=prod', ...FINSPACE, ...SECURE, `--param=recordDays=${days}`];
    const said = await saidOf(configurationOf(...options));

    expect(said).toContain('recordDays: none, or a whole number of days from 30 to 36500');
  });

  test.each(['0', '1.5', '100001', 'all'])('cannot have a budget of %s creations', async (most) => {
    const options = ['--stage=prod', ...FINSPACE, ...SECURE, `--param=creationsPerHour=${most}`];
    const said = await saidOf(configurationOf(...options));

    expect(said).toContain('creationsPerHour: the accounts that may be created in an hour');
  });

  test('cannot take in a source that there is not', async () => {
    const options = ['--stage=prod', ...FINSPACE, ...SECURE, '--param=sources=workday,bambohr'];
    const said = await saidOf(configurationOf(...options));

    expect(said).toContain(
      'sources: bambohr is none of adp, bamboohr, entra-bulk, hibob, merge, personio, rippling, scim, successfactors, ukg, workday',
    );
  });

  test.each(['0', '100001', 'many'])('cannot let files with %s new people pass', async (most) => {
    const options = ['--stage=prod', ...FINSPACE, ...SECURE, `--param=intakeMaxNew=${most}`];
    const said = await saidOf(configurationOf(...options));

    expect(said).toContain('intakeMaxNew: a whole number of people from 1 to 100000');
  });

  test('a stage other than local takes its settings from parameters', async () => {
    const configuration = await configurationOf(
      '--stage=prod',
      ...FINSPACE,
      ...SECURE,
      '--param=allowedUserTypes=APP_USER,SUPER_USER',
      '--param=allowedApiAccessPrincipalArns=arn:aws:iam::111122223333:role/hr',
      '--param=allowedEmailDomains=example.com,example.org',
      '--param=acceptedEventTypes=com.example.*,Employee Hired',
      '--param=singleName=repeat',
      '--param=retryBackoffBaseSeconds=10',
      '--param=retryBackoffMaxSeconds=600',
      '--param=handOverAfterHours=1.5',
      '--param=recordDays=365',
      '--param=creationsPerHour=200',
      '--param=grantToExisting=true',
      '--param=sources=workday,personio',
      '--param=intakeMaxNew=50',
      '--param=maximumConcurrency=5',
      '--param=logRetentionDays=30',
      '--param=logLevel=DEBUG',
      '--param=reservedConcurrency=5',
    );
    expect(configuration.provider.environment).toMatchObject({ FINSPACE_ENVIRONMENT_ID: 'abc123' });
    expect(configuration.functions.provisionUser.environment).toMatchObject({
      ALLOWED_USER_TYPES: 'APP_USER,SUPER_USER',
      ALLOWED_API_ACCESS_PRINCIPAL_ARNS: 'arn:aws:iam::111122223333:role/hr',
      ALLOWED_EMAIL_DOMAINS: 'example.com,example.org',
      ACCEPTED_EVENT_TYPES: 'com.example.*,Employee Hired',
      SINGLE_NAME: 'repeat',
      RETRY_BACKOFF_BASE_SECONDS: '10',
      RETRY_BACKOFF_MAX_SECONDS: '600',
      HAND_OVER_AFTER_HOURS: '1.5',
      RECORD_DAYS: '365',
      CREATIONS_PER_HOUR: '200',
      GRANT_TO_EXISTING: 'true',
      POWERTOOLS_LOG_LEVEL: 'DEBUG',
    });
    expect(
      configuration.resources.Resources.ProvisionUserEventSourceMapping.Properties.ScalingConfig,
    ).toEqual({ MaximumConcurrency: '5' });
    expect(configuration.provider.logRetentionInDays).toEqual(30);
    expect(configuration.resources.Parameters.Sources.Default).toBe('workday,personio');
    expect(configuration.functions.intake.environment).toMatchObject({
      INTAKE_MAX_NEW: '50',
      ACCEPTED_EVENT_TYPES: 'com.example.*,Employee Hired',
    });
  });
});

/** Of code blocks and spans, with continued lines joined. */
const commands = ['README.md', ...globSync('docs/*.md')].flatMap((page) => {
  const text = readFileSync(page, 'utf8').replaceAll(/\\\n\s*/g, '');
  return [...text.matchAll(/npx serverless (?:deploy|package|remove) [^`\n]*/g)].map(
    ([command]) => [page, command] as const,
  );
});
const deploying = readFileSync('docs/deploying.md', 'utf8');
const directories = [...deploying.matchAll(/^\|.*\| `(--param target=.*)` \|$/gm)].map(
  ([, parameters = '']) => parameters,
);

/** Packages with a command's options. */
function packagedBy(command: string) {
  return configurationOf(...command.split(/\s+/).slice(3));
}

test.each([
  ['identity-center', '--param=identityStoreId=d-1234567890'],
  ['scim', '--param=scimBaseUrl=https://scim.example.com', '--param=scimTokenArn=arn:aws:ssm'],
])('the directory %s gets what is forwarded of profiles', async (target, ...parameters) => {
  const { provider } = await configurationOf(
    '--stage=prod',
    `--param=target=${target}`,
    ...parameters,
    ...SECURE,
    '--param=forwardedAttributes=title,department',
    '--param=allowedAttributeValues=department=Trading|Sales,costCenter=4711',
  );

  expect(provider.environment).toMatchObject({
    FORWARDED_ATTRIBUTES: 'title,department',
    ALLOWED_ATTRIBUTE_VALUES: 'department=Trading|Sales,costCenter=4711',
  });
});

describe('every resource that takes tags', () => {
  const tagsOf = async (...options: string[]) =>
    (await configurationOf('--stage=prod', ...FINSPACE, ...SECURE, ...options)).provider.stackTags;

  test('has the tags of the stack: CloudFormation hands them on', async () => {
    expect(await tagsOf()).toEqual({ service: 'joiner', stage: 'prod' });
  });

  test('has the tags that the deployer adds', async () => {
    expect(await tagsOf('--param=tags=cost-centre=4711,owner=People Systems')).toEqual({
      service: 'joiner',
      stage: 'prod',
      'cost-centre': '4711',
      owner: 'People Systems',
    });
  });

  test('has the tag of the deployer where ours differs in letter case only, as a role takes one of them', async () => {
    expect(await tagsOf('--param=tags=Service=hiring')).toEqual({
      Service: 'hiring',
      stage: 'prod',
    });
  });

  test('has no tag without a value', async () => {
    const options = [...FINSPACE, ...SECURE, '--param=tags=owner'];

    expect(await saidOf(configurationOf('--stage=prod', ...options))).toContain(
      'tags: must be name=value pairs, separated by commas',
    );
  });
});

describe('a command of the pages packages', () => {
  // Where a command ends in …, the page says elsewhere what belongs there.
  test.each(commands.filter(([, command]) => !command.endsWith(' …')))(
    '%s: %s',
    async (_, command) => {
      await expect(packagedBy(command)).resolves.toHaveProperty('service', 'joiner');
    },
  );

  test.each(directories)('docs/deploying.md, with %s in its place', async (parameters) => {
    const [, command = ''] = commands.find(([page]) => page === 'docs/deploying.md') ?? [];
    const other = command.replace(/--param target=\S+ --param identityStoreId=\S+/, parameters);

    expect(other).not.toBe(command);
    await expect(packagedBy(other)).resolves.toHaveProperty('service', 'joiner');
  });

  test('a command of the pages packages for each directory', () => {
    expect(commands.map(([, command]) => command).join()).toContain(
      '--param target=identity-center',
    );
    expect(directories).toHaveLength(2);
  });
});
