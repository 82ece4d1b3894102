import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { PROFILE_FIELDS } from '../../src/contracts/profile-fields.ts';
import { canonicalRequestOf } from '../../src/provisioning/digests.ts';
import { readBody } from '../support/bodies/read-body.ts';

// The digest of an account, the client token and the ids of events are made of it: a change would make
// another request of every message that is delivered again.

const ROLE = 'arn:aws:iam::111122223333:role/research/api';
const PROFILE = Object.fromEntries(PROFILE_FIELDS.map((field) => [field, 'x']));
const SIGNS = 'a.b_c%d+e-f@g-h.i1.com';

function canonicalRequestIn(body: string): string | undefined {
  const { hire } = readBody(body);
  return hire && canonicalRequestOf(hire);
}

/** The canonical request of an APP_USER without API access. */
function plain(emailAddress: string, firstName?: string, lastName?: string): string {
  const names = [
    firstName && `"firstName":"${firstName}",`,
    lastName && `"lastName":"${lastName}",`,
  ];
  return `{"apiAccess":"DISABLED","emailAddress":"${emailAddress}",${names.filter(Boolean).join('')}"type":"APP_USER"}`;
}

test.each([
  ['address-only.json', plain('kwame.mensah@example.com')],
  ['bare.json', plain('ada.okafor@example.com', 'Ada', 'Okafor')],
  ['cloudevents.json', plain('hanako.yamada@example.com', '花子', '山田')],
  ['employee-id-as-number.json', plain('leila.haddad@example.com', 'Leila', 'Haddad')],
  ['eventbridge.json', plain('olena.shevchenko@example.com', 'Олена', 'Шевченко')],
  ['eventbridge-in-sns.json', plain('minjun.kim@example.com', '민준', '김')],
  ['full.json', plain('zoe.lindqvist@example.com', 'Zoë', 'Lindqvist')],
  ['legacy-api-access.json', plain('tomasz.wojcik@example.com', 'Tomasz', 'Wójcik')],
  ['same-api-access-twice.json', plain('ingrid.bjornstad@example.com')],
  ['sns.json', plain('layla.haddad@example.com', 'ليلى', 'حداد')],
  ['three-envelopes.json', plain('wei.li@example.com', '伟', '李')],
  ['unknown-fields.json', plain('noa.levi@example.com', 'נועה', 'לוי')],
])('the canonical request of %s stays as it is', (fileName, expected) => {
  const body = readFileSync(new URL(`../../events/${fileName}`, import.meta.url), 'utf8');

  expect(canonicalRequestIn(body)).toBe(expected);
});

test.each([
  ['an address in capitals', { emailAddress: 'Ann.O+X@Example.COM' }, plain('ann.o+x@example.com')],
  ['white space around an address', { emailAddress: '\u00a0a@b.cc\r\n' }, plain('a@b.cc')],
  ['every sign that FinSpace takes', { emailAddress: SIGNS }, plain(SIGNS)],
  [
    'names of 50 characters',
    { emailAddress: 'a@b.info', firstName: '𝒳'.repeat(50), lastName: 'x'.repeat(50) },
    plain('a@b.info', '𝒳'.repeat(50), 'x'.repeat(50)),
  ],
  [
    'a joiner of Persian letters',
    { emailAddress: 'a@b.info', firstName: 'علی\u200cرضا' },
    plain('a@b.info', 'علی\u200cرضا'),
  ],
  [
    'white space and signs within a name',
    { emailAddress: 'a@b.info', firstName: "Anne  Marie d’Arcy-O'Neil" },
    plain('a@b.info', "Anne  Marie d’Arcy-O'Neil"),
  ],
  [
    'API access',
    {
      emailAddress: 'a@b.info',
      type: 'SUPER_USER',
      ApiAccess: 'ENABLED',
      apiAccessPrincipalArn: ROLE,
    },
    `{"apiAccess":"ENABLED","apiAccessPrincipalArn":"${ROLE}","emailAddress":"a@b.info","type":"SUPER_USER"}`,
  ],
  [
    'ids, which are not part of it',
    { emailAddress: 'a@b.info', employeeId: 'E-1', requestId: 'R-1' },
    plain('a@b.info'),
  ],
  [
    'a profile, which is not part of it',
    { emailAddress: 'a@b.info', ...PROFILE },
    plain('a@b.info'),
  ],
  [
    'values that no profile may have',
    { emailAddress: 'a@b.info', manager: { id: 'E-1' }, title: ['CEO'], costCenter: 4711 },
    plain('a@b.info'),
  ],
])('the canonical request of a hire with %s stays as it is', (_case, hire, expected) => {
  expect(canonicalRequestIn(JSON.stringify(hire))).toBe(expected);
});

test('the canonical request stays as it is where the profile is read', () => {
  const body = JSON.stringify({ emailAddress: 'a@b.info', ...PROFILE });
  const { hire, profile } = readBody(body, [], PROFILE_FIELDS);

  expect(profile).toEqual(PROFILE);
  expect(hire && canonicalRequestOf(hire)).toBe(plain('a@b.info'));
});
