import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { configurationOf, saidOf } from './service-configuration.ts';

const DECIDED = [
  '--stage=prod',
  '--param=allowedEmailDomains=*',
  '--param=creationsPerHour=none',
  '--param=senders=anyone-in-account',
  '--param=operatorRoleArns=anyone-in-account',
  '--param=completionReaders=anyone-in-account',
];
const DIRECTORIES: Readonly<Record<string, readonly string[]>> = {
  finspace: ['--param=target=finspace', '--param=finspaceEnvironmentId=abc123'],
  'identity-center': ['--param=target=identity-center', '--param=identityStoreId=d-1234567890'],
  scim: [
    '--param=target=scim',
    '--param=scimBaseUrl=https://scim.example.com',
    '--param=scimTokenArn=arn:aws:ssm',
  ],
};
const GROUP_OF_IDENTITY_CENTER = '906764b2c1-1f0d2c3b-4a59-4e68-8d77-9c8b7a6f5e4d';

let folder: string;
beforeAll(async () => {
  await mkdir('.cache', { recursive: true });
  folder = await mkdtemp(join('.cache', 'access-rules-'));
});
afterAll(() => rm(folder, { recursive: true }));

const packagedFor = (target: string, ...options: string[]) =>
  configurationOf(...DECIDED, ...(DIRECTORIES[target] ?? []), ...options);

let files = 0;

/** The parameter for a new file with this content: packaging reads a file once in a process. */
async function rulesOf(content: string): Promise<string> {
  files += 1;
  const path = join(folder, `rules-${files}.yml`);
  await writeFile(path, content);
  return `--param=accessRules=${path}`;
}

const grantsOf = (configuration: Awaited<ReturnType<typeof configurationOf>>) =>
  configuration.resources.Resources.ProvisionUserRole.Properties.Policies[0].PolicyDocument.Statement.filter(
    ({ Sid }: { Sid?: string }) => Sid === 'GrantGroups',
  );

describe.each(Object.keys(DIRECTORIES))('a stage other than local, for %s,', (target) => {
  test('has no rules of groups unless it names a file', async () => {
    const configuration = await packagedFor(target);

    expect(configuration.custom.accessRules).toEqual({
      module: './src/access/no-rules.ts',
      version: 'none',
      groups: [],
      firstGroups: '[]',
      moreGroups: '[]',
    });
    expect(configuration.custom.esbuild.alias['#access-rules']).toBe('./src/access/no-rules.ts');
    expect(configuration.resources.Outputs.AccessRulesVersion.Value).toBe('none');
    expect(grantsOf(configuration)).toEqual([]);
  });

  test('has the rules of the file that it names', async () => {
    const sample = `events/access-rules/${target}.yml`;
    const configuration = await packagedFor(target, `--param=accessRules=${sample}`);

    expect(configuration.custom.esbuild.alias['#access-rules']).toBe(`./${sample}`);
    expect(configuration.resources.Outputs.AccessRulesVersion.Value).toMatch(/^[0-9a-f]{64}$/);
  });
});

test('a folder whose name begins with a dot does not look like a package', async () => {
  const configuration = await packagedFor('scim', await rulesOf('- groups: [g1]\n'));

  expect(configuration.custom.esbuild.alias['#access-rules']).toMatch(/^\.\/\.cache\//);
});

test('two outputs list every group, in ASCII', async () => {
  const groups = Array.from({ length: 50 }, (_, index) => `$(g)"${'x'.repeat(121)}${10 + index}`);
  const rules = await rulesOf(`- groups: ${JSON.stringify(groups)}\n`);
  const { Outputs } = (await packagedFor('scim', rules)).resources;

  const values = [Outputs.AccessRulesGroups.Value, Outputs.AccessRulesMoreGroups.Value];
  expect(values.flatMap((value) => JSON.parse(value))).toEqual(groups);
  expect(values.filter((value) => value.length > 4_096)).toEqual([]);
});

describe('packaging is refused', () => {
  test('with every fault of the rules, by line and key, in one message with those of the parameters', async () => {
    const rules = await rulesOf('- groups: [g1, g1]\n- groups: [g2]\n  whn: {}\n');
    const said = await saidOf(packagedFor('finspace', rules, '--param=recordDays=1'));

    expect(said).toContain('    recordDays: none, or a whole number of days from 30 to 36500');
    expect(said).toMatch(
      /^ {4}accessRules: \S*\.yml has no rules that can be used:\n {6}line 3, rule 2, whn: is no key of a rule/m,
    );
    expect(said.match(/Cannot resolve variable at/g)).toHaveLength(1);
    expect(said).not.toMatch(/^\s+at /m);
  });

  test('where the file does not exist', async () => {
    const said = await saidOf(packagedFor('finspace', '--param=accessRules=none.yml'));

    expect(said).toContain('    accessRules: none.yml must exist; correct the path');
    expect(said).not.toMatch(/^\s+at /m);
  });

  test.each(['rules.json', '/rules.yml', '../rules.yml', 'events/../../rules.yml'])(
    'where the path is %s',
    async (path) => {
      expect(await saidOf(packagedFor('finspace', `--param=accessRules=${path}`))).toContain(
        `    accessRules: ${path} must be the path of a .yml file in the folder of serverless.yml, relative to that folder`,
      );
    },
  );

  test.each(['abc', '0', '1.5', '-1'])(
    'where %p grants of a group in an hour are to raise an alarm',
    async (threshold) => {
      expect(
        await saidOf(packagedFor('finspace', `--param=grantsPerGroupPerHour=${threshold}`)),
      ).toContain('    grantsPerGroupPerHour: a whole number of grants, 1 or more');
    },
  );

  test.each([
    ['finspace', GROUP_OF_IDENTITY_CENTER, '1 to 26 characters'],
    ['identity-center', 'm5n6p7q8r9s0t1u2v3w4x5', `such as ${GROUP_OF_IDENTITY_CENTER}`],
    ['identity-center', '"*"', `such as ${GROUP_OF_IDENTITY_CENTER}`],
  ])('where %s can never have the group %s', async (target, group, form) => {
    const rules = await rulesOf(`- groups:\n    - ${group}\n`);

    expect(await saidOf(packagedFor(target, rules))).toContain(
      `line 2, rule 1, groups[0]: must be the id of a group as this directory has them, ${form}; copy it from there`,
    );
  });
});

describe('the groups of the rules', () => {
  const alarmsIn = (configuration: Awaited<ReturnType<typeof configurationOf>>) =>
    Object.entries<{ Properties: Record<string, unknown> }>(configuration.resources.Resources)
      .filter(([id]) => /^Grants[0-9a-f]{16}Alarm$/.test(id))
      .map(([id, { Properties }]) => [id, Properties['AlarmName'], Properties['Threshold']]);
  const widgetsIn = (configuration: Awaited<ReturnType<typeof configurationOf>>) =>
    configuration.resources.Resources.Dashboard.Properties.DashboardBody['Fn::Sub'][1].Groups;

  test('have no alarm and no widget where there are none', async () => {
    const configuration = await packagedFor('scim');

    expect(alarmsIn(configuration)).toEqual([]);
    expect(widgetsIn(configuration)).toBe('');
  });

  test('each have an alarm, named by the id, with the threshold of the stage', async () => {
    const rules = await rulesOf('- groups: [g-2, g-1]\n');
    const configuration = await packagedFor('scim', rules, '--param=grantsPerGroupPerHour=7');
    const alarms = alarmsIn(configuration);

    expect(alarms.map(([, ...properties]) => properties)).toEqual([
      ['joiner-prod-grants-g-1', '7'],
      ['joiner-prod-grants-g-2', '7'],
    ]);
  });

  test('keep their alarms, by logical id, when other groups come', async () => {
    const before = alarmsIn(await packagedFor('scim', await rulesOf('- groups: [g-2]\n')));
    const after = alarmsIn(await packagedFor('scim', await rulesOf('- groups: [g-2, g-1]\n')));

    expect(after).toEqual(expect.arrayContaining([...before]));
    expect(after).toHaveLength(2);
  });

  test('may have ids with characters that JSON escapes', async () => {
    const group = 'a "group" \\ $& of REGION, GROUP_ID';
    const configuration = await packagedFor(
      'scim',
      await rulesOf(`- groups: [${JSON.stringify(group)}]\n`),
    );
    const [[, name] = []] = alarmsIn(configuration);
    const [, parts] = widgetsIn(configuration)['Fn::Join'];
    const [before, , after] = parts;
    const { properties } = JSON.parse(`${before.replace(/^,/, '')}eu-west-1${after}`);

    expect(name).toBe(`joiner-prod-grants-${group}`);
    expect(properties.region).toBe('eu-west-1');
    expect(properties.metrics[0].at(-2)).toBe(group);
  });
});

describe('the role of a function with rules', () => {
  const twice = `- groups: [${GROUP_OF_IDENTITY_CENTER}]
- groups: [${GROUP_OF_IDENTITY_CENTER}, 1f0d2c3b-4a59-4e68-8d77-9c8b7a6f5e4d]
  when: { type: [APP_USER] }
`;

  test('adds members to exactly the groups of the rules in IAM Identity Center', async () => {
    const [grants, ...others] = grantsOf(
      await packagedFor('identity-center', await rulesOf(twice)),
    );

    expect(others).toEqual([]);
    expect(grants).toEqual({
      Sid: 'GrantGroups',
      Effect: 'Allow',
      Action: ['identitystore:CreateGroupMembership', 'identitystore:IsMemberInGroups'],
      Resource: [
        {
          'Fn::Sub':
            'arn:${AWS::Partition}:identitystore::${AWS::AccountId}:identitystore/d-1234567890',
        },
        {
          'Fn::Sub':
            'arn:${AWS::Partition}:identitystore:::group/1f0d2c3b-4a59-4e68-8d77-9c8b7a6f5e4d',
        },
        {
          'Fn::Sub': `arn:\${AWS::Partition}:identitystore:::group/${GROUP_OF_IDENTITY_CENTER}`,
        },
        { 'Fn::Sub': 'arn:${AWS::Partition}:identitystore:::user/*' },
        { 'Fn::Sub': 'arn:${AWS::Partition}:identitystore:::membership/*' },
      ],
    });
  });

  test('adds users to groups of the one FinSpace environment, of which IAM knows no ARN', async () => {
    const finspace = 'arn:${AWS::Partition}:finspace:${AWS::Region}:${AWS::AccountId}';

    expect(grantsOf(await packagedFor('finspace', await rulesOf('- groups: [g1]\n')))).toEqual([
      {
        Sid: 'GrantGroups',
        Effect: 'Allow',
        Action: 'finspace:AssociateUserToPermissionGroup',
        Resource: [
          { 'Fn::Sub': `${finspace}:environment/abc123` },
          { 'Fn::Sub': `${finspace}:user/*` },
        ],
      },
    ]);
  });

  test('has nothing more for a SCIM server, which checks the token', async () => {
    expect(grantsOf(await packagedFor('scim', await rulesOf('- groups: [g1]\n')))).toEqual([]);
  });
});
