import { describe, expect, test } from '@jest/globals';
import { deployedTemplate } from '../support/package/deployed-template.ts';

const EARLIER = 'arn:aws:kms:eu-west-1:111122223333:key/5678efgh';

const usersOf = (template: ReturnType<typeof deployedTemplate>) =>
  JSON.stringify([
    template.propertiesOf('ProvisionUserLambdaFunction')['Environment'],
    template.propertiesOf('ProvisionUserRole')['Policies'],
  ]);

describe('the key of the pseudonyms', () => {
  test('makes MACs only', () => {
    expect(deployedTemplate().propertiesOf('PseudonymKey')).toMatchObject({
      KeySpec: 'HMAC_256',
      KeyUsage: 'GENERATE_VERIFY_MAC',
    });
  });

  test('outlives the stack, as the records that only it can find do', () => {
    expect(deployedTemplate().resource('PseudonymKey')).toMatchObject({
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
    });
  });

  test('may be that of an earlier stack, whose records this one takes over', () => {
    const template = deployedTemplate({ PseudonymKeyArn: EARLIER });

    expect(template.idsOf('AWS::KMS::Key')).toEqual([]);
    expect(usersOf(template).split(EARLIER)).toHaveLength(3);
  });
});
