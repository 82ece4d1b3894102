import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ACCESS_RULES_LIMITS } from '../../src/contracts/access-rules.ts';
import { asDeployed, type DeployedTemplate } from '../support/package/deployed-template.ts';
import {
  type PackagedTemplate,
  readPackagedTemplate,
} from '../support/package/packaged-service.ts';
import { configurationOf } from './service-configuration.ts';
import { dashboardOf } from './watched-metrics.ts';

// The stack with as many groups as rules may name, for IAM Identity Center: there the role names each, and their ids
// have 47 characters.

/** A reference to a resource may become as long. Most are ARNs of some 80 characters. */
const CHARACTERS_OF_A_REFERENCE = 128;
const GROUPS = Array.from(
  { length: ACCESS_RULES_LIMITS.groups },
  (_, index) => `906764b2c1-1f0d2c3b-4a59-4e68-8d77-9c8b7a6f5e${10 + index}`,
);

let folder: string;
let template: PackagedTemplate;
let stack: DeployedTemplate;
beforeAll(async () => {
  await mkdir('.cache', { recursive: true });
  folder = await mkdtemp(join('.cache', 'most-groups-'));
  template = await templateWith(GROUPS);
  stack = asDeployed(template, { KmsKeyArn: `arn:aws-us-gov:kms:${'x'.repeat(80)}` });
});
afterAll(() => rm(folder, { recursive: true }));

/** The packaged template, with the configured resources of a stage that has these groups. */
async function templateWith(groups: readonly string[]): Promise<PackagedTemplate> {
  const path = join(folder, 'rules.yml');
  await writeFile(path, `- groups: ${JSON.stringify(groups)}\n`);
  const { resources } = await configurationOf(
    '--param=target=identity-center',
    `--param=accessRules=${path}`,
  );
  const packaged = readPackagedTemplate('identity-center');
  return {
    ...packaged,
    Resources: { ...packaged.Resources, ...resources.Resources },
    Outputs: { ...packaged.Outputs, ...resources.Outputs },
  };
}

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
test('the inline policies of the role with the most groups have at most 10,240 characters', () => {
  const policies = JSON.stringify(stack.propertiesOf('ProvisionUserRole')['Policies']);
  const inGovCloud = policies.replaceAll('arn:aws:', 'arn:aws-us-gov:');
  const references = inGovCloud.match(/<\w+(\.\w+)?>/g) ?? [];

  expect(GROUPS.filter((group) => !policies.includes(`:group/${group}"`))).toEqual([]);
  expect(inGovCloud.length + references.length * CHARACTERS_OF_A_REFERENCE).toBeLessThan(10_240);
});

// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
test('the template with the most groups has less than 1 MB, 500 resources and 200 outputs', () => {
  const alarms = Object.keys(template.Resources).filter((id) => /^Grants\w{16}Alarm$/.test(id));

  expect(alarms.length).toBeGreaterThanOrEqual(GROUPS.length);
  expect(Object.keys(template.Resources).length).toBeLessThanOrEqual(500);
  expect(Object.keys(template.Outputs).length).toBeLessThanOrEqual(200);
  expect(Buffer.byteLength(JSON.stringify(template, undefined, 2))).toBeLessThan(1_000_000);
});

test('the outputs with the most groups list each, in 4,096 bytes at most', () => {
  const values = ['AccessRulesGroups', 'AccessRulesMoreGroups'].map((name) =>
    String(template.Outputs[name]?.['Value']),
  );

  expect(values.flatMap((value) => JSON.parse(value))).toEqual(GROUPS);
  expect(values.filter((value) => Buffer.byteLength(value) > 4_096)).toEqual([]);
});

test('the dashboard with the most groups is JSON, with a line for each in its last widget', () => {
  const widget = dashboardOf(stack).at(-1);

  expect(widget?.title).toBe('Who gets which groups? Grants in an hour, by group');
  expect(widget?.metrics.map(({ label }) => label)).toEqual(GROUPS);
  expect(widget?.lines).toEqual([{ label: 'an alarm above', value: 100 }]);
});
