import { globSync } from 'node:fs';
import { basename } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { TARGETS } from '../../local/directories/directories.ts';
import { KNOWN_TARGETS } from '../../src/operator/stack/deployed-settings.ts';
import {
  type PackagedTemplate,
  readPackagedTemplate,
} from '../support/package/packaged-service.ts';
import { bundleService } from './service-bundle.ts';

const directories = globSync('src/targets/*/').map((folder) => basename(folder));

/** Packages that talk to a directory, or fetch what is needed to; each belongs to one target. */
const CLIENTS: Readonly<Record<string, readonly string[]>> = {
  finspace: [],
  'identity-center': ['@aws-sdk/client-identitystore'],
  scim: ['@aws-sdk/client-secrets-manager', '@aws-sdk/client-ssm'],
};
const clients = Object.values(CLIENTS).flat();

describe.each(Object.keys(CLIENTS))('a bundle for %s', (target) => {
  let inputs: readonly string[];
  beforeAll(async () => {
    inputs = Object.keys((await bundleService(target)).metafile.inputs);
  });

  test('has the code of no other directory', () => {
    const others = directories.filter((directory) => directory !== target);

    expect(inputs.filter((input) => input.startsWith(`src/targets/${target}/`))).not.toEqual([]);
    expect(
      inputs.filter((input) => others.some((other) => input.includes(`/targets/${other}`))),
    ).toEqual([]);
  });

  test('has the code for profiles only where the directory keeps them', () => {
    const isOfProfiles = (input: string) =>
      /(provisioning\/(profile|check-profile|find-manager)|profile-settings)\.ts$/.test(input);

    expect(inputs.some(isOfProfiles)).toBe(target !== 'finspace');
  });

  test('has its own clients and no others', () => {
    const bundled = clients.filter((client) =>
      inputs.some((input) => input.startsWith(`node_modules/${client}/`)),
    );

    expect(bundled).toEqual(CLIENTS[target]);
  });
});

/** Of the function's role. */
function statementOf(resources: PackagedTemplate['Resources'], sid: string): unknown {
  const { Policies } = Object(resources['ProvisionUserRole']?.Properties);
  return Policies[0].PolicyDocument.Statement.find(({ Sid }: { Sid?: string }) => Sid === sid);
}

test('a package names its directory, and nothing of another one', () => {
  const { Resources } = readPackagedTemplate('identity-center');
  const { Environment } = Object(Resources['ProvisionUserLambdaFunction']?.Properties);

  expect(Environment.Variables).toMatchObject({
    TARGET: 'identity-center',
    IDENTITY_STORE_ID: 'd-0000000001',
    IDENTITY_CENTER_USER_NAME: 'address',
    FORWARDED_ATTRIBUTES: '',
    ALLOWED_ATTRIBUTE_VALUES: '',
  });
  expect(JSON.stringify(Resources)).not.toMatch(/finspace/i);
  expect(statementOf(Resources, 'ManageUsers')).toEqual({
    Sid: 'ManageUsers',
    Effect: 'Allow',
    Action: ['identitystore:CreateUser', 'identitystore:GetUserId', 'identitystore:DescribeUser'],
    Resource: [
      {
        'Fn::Sub':
          'arn:${AWS::Partition}:identitystore::${AWS::AccountId}:identitystore/d-0000000001',
      },
      { 'Fn::Sub': 'arn:${AWS::Partition}:identitystore:::user/*' },
    ],
  });
});

test('a directory that has a folder can be packaged for, has a stand-in here, and is known to joiner', () => {
  const packaged = globSync('resources/targets/*.yml').map((path) => basename(path, '.yml'));
  const composed = globSync('src/runtime/targets/*.ts').map((path) => basename(path, '.ts'));
  const policies = globSync('docs/operator-policy/*.json').map((path) => basename(path, '.json'));

  expect(packaged.toSorted()).toEqual(directories.toSorted());
  expect(TARGETS.toSorted()).toEqual(directories.toSorted());
  expect(KNOWN_TARGETS.toSorted()).toEqual(directories.toSorted());
  expect(composed).toEqual(expect.arrayContaining(directories));
  expect(policies).toEqual(expect.arrayContaining(directories));
  expect(Object.keys(CLIENTS).toSorted()).toEqual(directories.toSorted());
});

test('a package for SCIM may read the token, and nothing else of the directory', () => {
  const { Resources } = readPackagedTemplate('scim');

  expect(statementOf(Resources, 'ReadToken')).toEqual({
    Sid: 'ReadToken',
    Effect: 'Allow',
    Action: ['secretsmanager:GetSecretValue', 'ssm:GetParameter'],
    Resource: 'arn:aws:secretsmanager:eu-west-1:000000000000:secret:joiner-scim-token-a1b2c3',
  });
});
