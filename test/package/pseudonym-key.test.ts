import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { deployedTemplate } from '../support/package/deployed-template.ts';

const EARLIER = 'arn:aws:kms:eu-west-1:111122223333:key/5678efgh';

const usersOf = (template: ReturnType<typeof deployedTemplate>) =>
  JSON.stringify([
    template.propertiesOf('ProvisionUserLambdaFunction')['Environment'],
    template.propertiesOf('ProvisionUserRole')['Policies'],
  ]);

describe.each(['PseudonymKey', 'IntakeKey'])('%s', (key) => {
  test('makes MACs only', () => {
    expect(deployedTemplate().propertiesOf(key)).toMatchObject({
      KeySpec: 'HMAC_256',
      KeyUsage: 'GENERATE_VERIFY_MAC',
    });
  });

  test('outlives the stack, as what only it can find does', () => {
    expect(deployedTemplate().resource(key)).toMatchObject({
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
    });
  });
});

test.each([
  ['ProvisionUserRole', ['<PseudonymKey.Arn>']],
  ['IntakeRole', ['<IntakeKey.Arn>']],
  ['AuditRole', ['<PseudonymKey.Arn>']],
  ['ReleaseDueHiresRole', []],
])('of the two keys, %s may use %j', (role, keys) => {
  const policies = JSON.stringify(deployedTemplate().propertiesOf(role)['Policies']);

  expect(policies.match(/<\w+Key\.Arn>/g) ?? []).toEqual(keys);
});

test.each([
  ['PseudonymKeyAlias', 'pseudonyms', 'stack'],
  ['IntakeKeyAlias', 'intake', 'intake'],
])('%s is the name by which operators may use the key', (alias, name, policy) => {
  const { AliasName } = deployedTemplate().propertiesOf(alias);

  expect(AliasName).toBe(`alias/joiner-local-${name}`);
  expect(readFileSync(`docs/operator-policy/${policy}.json`, 'utf8')).toContain(
    `"alias/joiner-prod-${name}"`,
  );
});

describe('the key of the pseudonyms', () => {
  test('may be that of an earlier stack, whose records this one takes over', () => {
    const template = deployedTemplate({ PseudonymKeyArn: EARLIER });

    expect(template.idsOf('AWS::KMS::Key')).toEqual(['IntakeKey']);
    expect(usersOf(template).split(EARLIER)).toHaveLength(3);
  });
});
