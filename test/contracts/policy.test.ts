import { describe, expect, test } from '@jest/globals';
import type { AccountFields } from '../../src/contracts/new-hire.ts';
import { checkPolicy, type Policy } from '../../src/contracts/policy.ts';

const ROLE = 'arn:aws:iam::111122223333:role/research-api';
const ann: AccountFields = {
  emailAddress: 'ann@example.com',
  type: 'APP_USER',
  apiAccess: 'DISABLED',
};
const strict: Policy = {
  allowedUserTypes: ['APP_USER'],
  allowedApiAccessPrincipalArns: [],
  allowedEmailDomains: ['*'],
  acceptedEventTypes: [],
  singleName: 'reject',
};

describe('policy allows', () => {
  test.each<[string, Partial<AccountFields>, Partial<Policy>]>([
    ['an APP_USER without API access', {}, {}],
    ['a listed type', { type: 'SUPER_USER' }, { allowedUserTypes: ['APP_USER', 'SUPER_USER'] }],
    [
      'a listed role with API access',
      { apiAccess: 'ENABLED', apiAccessPrincipalArn: ROLE },
      { allowedApiAccessPrincipalArns: [ROLE] },
    ],
    ['any domain where that is written out', { emailAddress: 'ann@example.org' }, {}],
    ['a listed domain', {}, { allowedEmailDomains: ['example.org', 'example.com'] }],
    [
      'a listed domain in other letter case, as a directory may spell it',
      { emailAddress: 'Ann@Example.COM' },
      { allowedEmailDomains: ['example.com'] },
    ],
  ])('%s', (_case, fields, policy) => {
    expect(checkPolicy({ ...ann, ...fields }, { ...strict, ...policy })).toBeUndefined();
  });
});

describe('policy refuses', () => {
  const roleNotAllowed =
    'apiAccessPrincipalArn: must be allowed here; send an allowed role, or have the operator add it to ALLOWED_API_ACCESS_PRINCIPAL_ARNS';
  const domainNotAllowed =
    'emailAddress: must be at an allowed domain; send the work address, or have the operator add its domain to ALLOWED_EMAIL_DOMAINS';

  test.each<[string, Partial<AccountFields>, Partial<Policy>, string]>([
    [
      'a type that is not listed',
      { type: 'SUPER_USER' },
      {},
      'type: must be allowed here; send an allowed type, or have the operator add it to ALLOWED_USER_TYPES',
    ],
    [
      'API access without a role',
      { apiAccess: 'ENABLED' },
      { allowedApiAccessPrincipalArns: [ROLE] },
      'apiAccessPrincipalArn: is required with apiAccess ENABLED; send a role that ALLOWED_API_ACCESS_PRINCIPAL_ARNS lists, or DISABLED',
    ],
    [
      'a role without API access',
      { apiAccessPrincipalArn: ROLE },
      { allowedApiAccessPrincipalArns: [ROLE] },
      'apiAccessPrincipalArn: is allowed only with apiAccess ENABLED; leave it out or send ENABLED',
    ],
    [
      'a role when none is listed',
      { apiAccess: 'ENABLED', apiAccessPrincipalArn: ROLE },
      {},
      roleNotAllowed,
    ],
    [
      'a role that begins like a listed one',
      { apiAccess: 'ENABLED', apiAccessPrincipalArn: `${ROLE}-2` },
      { allowedApiAccessPrincipalArns: [ROLE] },
      roleNotAllowed,
    ],
    ['every domain when none is listed', {}, { allowedEmailDomains: [] }, domainNotAllowed],
    ['another domain', {}, { allowedEmailDomains: ['example.org'] }, domainNotAllowed],
    [
      'a subdomain of a listed domain',
      { emailAddress: 'ann@mail.example.com' },
      { allowedEmailDomains: ['example.com'] },
      domainNotAllowed,
    ],
    [
      'a domain that ends like a listed one',
      { emailAddress: 'ann@notexample.com' },
      { allowedEmailDomains: ['example.com'] },
      domainNotAllowed,
    ],
  ])('%s', (_case, fields, policy, message) => {
    expect(checkPolicy({ ...ann, ...fields }, { ...strict, ...policy })).toEqual({
      code: 'outside-policy',
      message,
    });
  });

  test('policy refuses a hire with every rule that it breaks', () => {
    const reason = checkPolicy(
      { ...ann, type: 'SUPER_USER', apiAccess: 'ENABLED' },
      { ...strict, allowedEmailDomains: ['example.org'] },
    );

    expect(reason?.message.split('. ').map((rule) => rule.split(':')[0])).toEqual([
      'type',
      'apiAccessPrincipalArn',
      'emailAddress',
    ]);
  });
});
