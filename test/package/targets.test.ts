import { globSync } from 'node:fs';
import { basename } from 'node:path';
import { beforeAll, describe, expect, jest, test } from '@jest/globals';
import { bundleService } from '../support/service-bundle.ts';
import { configurationOf } from '../support/service-configuration.ts';

// The framework takes seconds to start.
jest.setTimeout(60_000);

const directories = globSync('src/targets/*/').map((folder) => basename(folder));

/** Packages that talk to a directory, or fetch what is needed to; each belongs to one target. */
const CLIENTS: Readonly<Record<string, readonly string[]>> = {
  finspace: [],
  'identity-center': ['@aws-sdk/client-identitystore'],
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

  test('has its own clients and no others', () => {
    const bundled = clients.filter((client) =>
      inputs.some((input) => input.startsWith(`node_modules/${client}/`)),
    );

    expect(bundled).toEqual(CLIENTS[target]);
  });
});

test('a package names its directory, and nothing of another one', async () => {
  const { provider, functions, resources } = await configurationOf(
    '--param=target=identity-center',
  );
  const { Properties } = resources.Resources.ProvisionUserRole;
  const { Statement } = Properties.Policies[0].PolicyDocument;

  expect(functions.provisionUser.environment.TARGET).toBe('identity-center');
  expect(provider.environment).toEqual({
    IDENTITY_STORE_ID: 'd-0000000001',
    IDENTITY_CENTER_USER_NAME: 'address',
  });
  expect(Statement.at(-1)).toEqual({
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

test.each([
  ['names a directory that Joiner knows', ['--param=target=ldap'], 'provider.environment'],
  [
    'in another stage than local says which store it manages',
    ['--stage=prod', '--param=target=identity-center'],
    'provider.environment.IDENTITY_STORE_ID',
  ],
])('a package %s, or is none', async (_, options, place) => {
  await expect(configurationOf(...options)).rejects.toMatchObject({
    stdout: expect.stringContaining(`Cannot resolve variable at "${place}"`),
  });
});
