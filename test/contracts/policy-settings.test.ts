import { describe, expect, test } from '@jest/globals';
import { policySettings } from '../../src/contracts/policy-settings.ts';
import { readSettings } from '../../src/contracts/setting-rules.ts';
import { policyFrom } from './policy-from.ts';

const ROLE = 'arn:aws:iam::111122223333:role/research-api';

test('without other settings than the domains, policy allows APP_USER, no role, any event and two names', () => {
  expect(policyFrom({ ALLOWED_EMAIL_DOMAINS: 'example.com' })).toEqual({
    allowedUserTypes: ['APP_USER'],
    allowedApiAccessPrincipalArns: [],
    allowedEmailDomains: ['example.com'],
    acceptedEventTypes: [],
    singleName: 'reject',
  });
});

test('a blank setting counts as not set', () => {
  const blank = {
    ALLOWED_USER_TYPES: '',
    ALLOWED_API_ACCESS_PRINCIPAL_ARNS: ' ',
    ACCEPTED_EVENT_TYPES: ' ',
  };
  const domains = { ALLOWED_EMAIL_DOMAINS: 'example.com' };

  expect(policyFrom({ ...blank, ...domains })).toEqual(policyFrom(domains));
});

test('any domain is allowed where that is written out', () => {
  expect(policyFrom({ ALLOWED_EMAIL_DOMAINS: ' * ' }).allowedEmailDomains).toEqual(['*']);
});

test('lists are separated by commas, with or without a space', () => {
  const lists = {
    ALLOWED_USER_TYPES: 'APP_USER,SUPER_USER',
    ALLOWED_API_ACCESS_PRINCIPAL_ARNS: `${ROLE}, ${ROLE}-2`,
    ALLOWED_EMAIL_DOMAINS: 'Example.com, example.technology,xn--e1afmkfd.xn--p1ai',
    ACCEPTED_EVENT_TYPES: 'com.example.hr.*, Employee Hired',
  };

  expect(policyFrom(lists)).toMatchObject({
    allowedUserTypes: ['APP_USER', 'SUPER_USER'],
    allowedApiAccessPrincipalArns: [ROLE, `${ROLE}-2`],
    allowedEmailDomains: ['example.com', 'example.technology', 'xn--e1afmkfd.xn--p1ai'],
    acceptedEventTypes: ['com.example.hr.*', 'Employee Hired'],
  });
});

test.each(['reject', 'repeat', 'dash'])(
  'a hire with one name is decided on by %s',
  (singleName) => {
    const settings = { ALLOWED_EMAIL_DOMAINS: '*', SINGLE_NAME: singleName };

    expect(policyFrom(settings)).toMatchObject({ singleName });
  },
);

describe('a setting is refused', () => {
  const userTypesRule = 'must list APP_USER, SUPER_USER or both, separated by a comma';
  const roleArnsRule = 'must list the ARNs of IAM roles, separated by commas';
  const domainsRule =
    'must be * for any domain, or list domains such as example.com, international ones in their xn-- form, separated by commas';

  test.each([
    ['a type that does not exist', 'ALLOWED_USER_TYPES', 'ADMIN', userTypesRule],
    ['types that are not separated', 'ALLOWED_USER_TYPES', 'APP_USER SUPER_USER', userTypesRule],
    ['an empty entry', 'ALLOWED_USER_TYPES', 'APP_USER,', userTypesRule],
    [
      'an ARN of a user',
      'ALLOWED_API_ACCESS_PRINCIPAL_ARNS',
      ROLE.replace('role', 'user'),
      roleArnsRule,
    ],
    ['a wildcard for roles', 'ALLOWED_API_ACCESS_PRINCIPAL_ARNS', '*', roleArnsRule],
    [
      'an empty type of event',
      'ACCEPTED_EVENT_TYPES',
      'hired,',
      'must list types of events such as com.example.hired or com.example.*, separated by commas',
    ],
    [
      'another decision about one name',
      'SINGLE_NAME',
      'Repeat',
      'must be reject, repeat or dash: what becomes of a hire with one name where the directory requires two',
    ],
    ['a wildcard for domains', 'ALLOWED_EMAIL_DOMAINS', '*.example.com', domainsRule],
    ['any domain beside a domain', 'ALLOWED_EMAIL_DOMAINS', '*,example.com', domainsRule],
    ['a domain with an at sign', 'ALLOWED_EMAIL_DOMAINS', '@example.com', domainsRule],
    ['a domain that no address can have', 'ALLOWED_EMAIL_DOMAINS', '-example.com', domainsRule],
    [
      'an international domain in its own letters',
      'ALLOWED_EMAIL_DOMAINS',
      'münzen.example',
      domainsRule,
    ],
    ['a domain and a second line', 'ALLOWED_EMAIL_DOMAINS', 'a.com\nb.com', domainsRule],
  ])('a setting is refused with %s', (_case, name, value, rule) => {
    const settings = { ALLOWED_EMAIL_DOMAINS: 'example.com', [name]: value };

    expect(readSettings(policySettings, settings)).toEqual({
      kind: 'invalid',
      faults: [`${name} ${rule}`],
    });
  });

  test.each(['', ' ', ',', undefined])(
    'a setting is refused with no domain, which must not come to mean any: %j',
    (domains) => {
      const settings = { ALLOWED_EMAIL_DOMAINS: domains };

      expect(readSettings(policySettings, settings).kind).toBe('invalid');
    },
  );
});
