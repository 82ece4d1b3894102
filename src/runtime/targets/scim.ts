import { profileSettings, profileTermsOf } from '../../contracts/profile-settings.ts';
import type { SettingValues } from '../../contracts/setting-rules.ts';
import type { Target } from '../../provisioning/ports.ts';
import { createBearerToken } from '../../targets/scim/bearer-token.ts';
import { createScimClient, type ScimClient } from '../../targets/scim/client.ts';
import { fieldLimits } from '../../targets/scim/field-limits.ts';
import { createScimTarget } from '../../targets/scim/target.ts';
import { withMetrics } from '../../targets/with-metrics.ts';
import type { ClientSettings } from '../aws-clients.ts';
import { readSecret, SECRET_ARN } from '../read-secret.ts';
import { trueOrFalse } from '../setting.ts';
import type { TargetModule } from './target-module.ts';

const REQUEST_TIMEOUT_MS = 15_000;
const NAMES = ['firstName', 'lastName'] as const;

const settings = {
  ...profileSettings,
  SCIM_BASE_URL: {
    rule: 'must be the https URL under which the server has /Users (http on this machine only), without credentials, query or fragment',
    read: baseUrlOf,
  },
  SCIM_TOKEN_ARN: {
    rule: 'must be the ARN of a secret of Secrets Manager or a parameter of Systems Manager that holds the bearer token',
    read: (text: string) => text.match(SECRET_ARN)?.[0],
  },
  SCIM_ENFORCES_UNIQUENESS: {
    rule: 'must be true if the server refuses a second user of the same userName, else false',
    default: 'false',
    read: trueOrFalse,
  },
  SCIM_SENDS_PASSWORD: {
    rule: 'must be true if the server requires a password for a new user, else false',
    default: 'false',
    read: trueOrFalse,
  },
  SCIM_SENDS_MAIL_NICKNAME: {
    rule: 'must be true if the server requires a mailNickname for a new user, as Entra ID does, else false',
    default: 'false',
    read: trueOrFalse,
  },
  SCIM_EXTERNAL_ID_IS_EMPLOYEE_ID: {
    rule: 'must be true if externalId identifies the employee, or false if another system, such as an identity provider, writes it too',
    default: 'true',
    read: trueOrFalse,
  },
  SCIM_REQUIRED_FIELDS: {
    rule: 'must list which of firstName and lastName the server requires, separated by a comma; empty if neither',
    default: '',
    read: requiredFieldsOf,
  },
  SCIM_FIELD_LIMITS: fieldLimits,
};

export const target: TargetModule<typeof settings> = {
  kind: 'scim',
  settings,
  create: (values, observer, clientSettings) =>
    withMetrics(
      createScimTarget({
        client: scimClient(values, clientSettings),
        baseUrl: values.SCIM_BASE_URL,
        enforcesUniqueness: values.SCIM_ENFORCES_UNIQUENESS,
        requires: values.SCIM_REQUIRED_FIELDS,
        limits: values.SCIM_FIELD_LIMITS,
        profile: profileTermsOf(values),
        externalIdIsEmployeeId: values.SCIM_EXTERNAL_ID_IS_EMPLOYEE_ID,
        sendsMailNickname: values.SCIM_SENDS_MAIL_NICKNAME,
        ...(values.SCIM_SENDS_PASSWORD && { newPassword }),
      }),
      observer,
    ),
};

/** The client of the server, whose token is read with the first call. */
export function scimClient(
  { SCIM_BASE_URL, SCIM_TOKEN_ARN }: SettingValues<typeof settings>,
  clientSettings?: ClientSettings,
): ScimClient {
  return createScimClient({
    baseUrl: SCIM_BASE_URL,
    token: createBearerToken((signal) => readSecret(SCIM_TOKEN_ARN, signal, clientSettings)),
    requestTimeoutMs: REQUEST_TIMEOUT_MS,
  });
}

/** Normalizes the URL to one spelling, because it is part of every key. */
function baseUrlOf(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const { protocol, hostname, username, password, search, hash, origin, pathname } = new URL(text);
  const isLoopback = ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
  const isSafe = protocol === 'https:' || (protocol === 'http:' && isLoopback);
  if (!isSafe || username || password || search || hash) return undefined;
  return `${origin}${pathname}`.replace(/\/+$/, '');
}

/** Random, never stored. Contains every class of characters that servers require. */
function newPassword(): string {
  return `A!${crypto.randomUUID()}`;
}

function requiredFieldsOf(text: string): Target['requires'] | undefined {
  const listed = text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  const known = NAMES.filter((name) => listed.includes(name));
  return known.length === listed.length ? known : undefined;
}
