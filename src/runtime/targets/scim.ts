import type { Target } from '../../provisioning/ports.ts';
import { createBearerToken } from '../../targets/scim/bearer-token.ts';
import { createScimClient } from '../../targets/scim/client.ts';
import { createScimTarget } from '../../targets/scim/target.ts';
import { readSecret, SECRET_ARN } from '../read-secret.ts';
import type { TargetModule } from './target-module.ts';

const REQUEST_TIMEOUT_MS = 15_000;
const NAMES = ['firstName', 'lastName'] as const;

const settings = {
  SCIM_BASE_URL: {
    rule: 'must be the https URL under which the server has /Users (http on this machine only), without credentials, query or fragment',
    read: baseUrlOf,
  },
  SCIM_TOKEN_ARN: {
    rule: 'must be the ARN of a secret of Secrets Manager or a parameter of Systems Manager that keeps the bearer token',
    read: (text: string) => text.match(SECRET_ARN)?.[0],
  },
  SCIM_ENFORCES_UNIQUENESS: {
    rule: 'must be true if the server refuses a second user of the same userName, else false',
    otherwise: 'false',
    read: (text: string) => (['true', 'false'].includes(text) ? text === 'true' : undefined),
  },
  SCIM_REQUIRED_FIELDS: {
    rule: 'must name what the server requires of firstName and lastName, separated by a comma, or nothing',
    otherwise: '',
    read: requiredFieldsOf,
  },
};

export const target: TargetModule<typeof settings> = {
  kind: 'scim',
  settings,
  create: ({ SCIM_BASE_URL, SCIM_TOKEN_ARN, SCIM_ENFORCES_UNIQUENESS, SCIM_REQUIRED_FIELDS }) => {
    const token = createBearerToken((signal) => readSecret(SCIM_TOKEN_ARN, signal));
    const client = createScimClient({
      baseUrl: SCIM_BASE_URL,
      token,
      requestTimeoutMs: REQUEST_TIMEOUT_MS,
    });
    return createScimTarget({
      client,
      baseUrl: SCIM_BASE_URL,
      enforcesUniqueness: SCIM_ENFORCES_UNIQUENESS,
      requires: SCIM_REQUIRED_FIELDS,
    });
  },
};

/** In one spelling, as it is part of every key. */
function baseUrlOf(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const { protocol, hostname, username, password, search, hash, origin, pathname } = new URL(text);
  const isLoopback = ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
  const isSafe = protocol === 'https:' || (protocol === 'http:' && isLoopback);
  if (!isSafe || username || password || search || hash) return undefined;
  return `${origin}${pathname}`.replace(/\/+$/, '');
}

function requiredFieldsOf(text: string): Target['requires'] | undefined {
  const asked = text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  const known = NAMES.filter((name) => asked.includes(name));
  return known.length === asked.length ? known : undefined;
}
