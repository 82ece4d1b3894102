import type { ScimTargetDeps } from '../../../src/targets/scim/target.ts';
import { scimError } from '../../support/directories/scim-harness.ts';
import {
  type InterceptedCall,
  startInterceptingProxy,
  type WireAnswer,
} from '../../support/http/intercepting-proxy.ts';

/** What a service documents of its own SCIM server, where that is other than RFC 7644 has it. */
export interface ScimRules {
  /** Attributes without which it takes no user. */
  readonly requires: readonly string[];
  /** The others that it takes; what is neither is refused. */
  readonly takes: readonly string[];
  /** Attributes that lists are filtered by, with `eq` alone. It has no pages by `startIndex`. */
  readonly filters: readonly string[];
  /** How it spells the list in an answer. */
  readonly listName: 'Resources' | 'resources';
  /** What is set for it, as docs/targets.md has it. */
  readonly settings: Partial<ScimTargetDeps>;
}

const NAMES = ['userName', 'displayName', 'name.givenName', 'name.familyName'];
const COMMON = ['schemas', 'externalId', 'emails', 'active'];
/** Has `mailNickname` in it, and nothing else of ours. */
const ENTRA_EXTENSION = 'urn:ietf:params:scim:schemas:extension:Microsoft:Entra:2.0:User';
const INVALID = { scimType: 'invalidValue' };
const NO_FILTER = { scimType: 'invalidFilter' };

/** All but `employeeNumber`, which Joiner sends as `externalId`. */
const PROFILE = [
  'title',
  'userType',
  'preferredLanguage',
  'locale',
  'timezone',
  'phoneNumbers',
  'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User',
];

/** IAM Identity Center: developer guide of its SCIM implementation, Limitations, CreateUser, ListUsers. */
export const IDENTITY_CENTER: ScimRules = {
  requires: NAMES,
  takes: [...COMMON, ...PROFILE],
  filters: ['userName', 'externalId'],
  listName: 'Resources',
  settings: { requires: ['firstName', 'lastName'] },
};

/** Microsoft Entra ID: SCIM API reference, Create a user, Constraints for List users. */
export const ENTRA: ScimRules = {
  requires: [...NAMES, 'active', 'password', ENTRA_EXTENSION],
  takes: COMMON,
  filters: ['userName', 'externalId'],
  listName: 'resources',
  settings: {
    requires: ['firstName', 'lastName'],
    newPassword: () => 'A!secret',
    sendsMailNickname: true,
  },
};

/** Stands before a server, lets through what the rules allow, and answers as they have it. */
export async function startRules(serverEndpoint: string, rules: ScimRules) {
  const proxy = await startInterceptingProxy();
  const unsupported: string[] = [];

  function refused(why: string, status: number): WireAnswer {
    unsupported.push(why);
    return scimError(status);
  }

  function judge({ operation, path, body }: InterceptedCall): WireAnswer | undefined {
    const query = new URL(path, serverEndpoint).searchParams;
    switch (operation) {
      case 'CreateUser':
        return isTaken(JSON.parse(body), rules) ? undefined : scimError(400, INVALID);
      case 'ListUsers':
        if (query.has('startIndex')) return refused('startIndex', 400);
        // Joiner asks whether it filters by e-mail, once for each instance.
        if (query.get('filter')?.startsWith('emails.value')) return scimError(400, NO_FILTER);
        return isFilter(query.get('filter'), rules) ? undefined : refused('filter', 400);
      case 'GetUser':
        return undefined;
      default:
        return refused(operation, 501);
    }
  }

  function respell({ answer }: InterceptedCall): WireAnswer | undefined {
    return answer && { ...answer, body: answer.body.replace('"Resources"', `"${rules.listName}"`) };
  }
  proxy.onCall((call, phase) => (phase === 'before' ? judge(call) : respell(call)));

  return {
    endpoint: proxy.intercept('directory', serverEndpoint),
    /** What was asked of the server that it has not: PUT, Bulk, another filter. */
    unsupported,
    stop: proxy.stop,
  };
}

interface Resource {
  readonly name?: object;
  readonly emails?: readonly { readonly primary?: boolean }[];
}

/** Of addresses it takes one, and that one must be primary. */
function isTaken({ name = {}, ...user }: Resource, { requires, takes }: ScimRules): boolean {
  const sent = [...Object.keys(user), ...Object.keys(name).map((part) => `name.${part}`)];
  const isWhole = requires.every((attribute) => sent.includes(attribute));
  const isKnown = sent.every((attribute) => [...requires, ...takes].includes(attribute));
  const [email, ...others] = user.emails ?? [];
  return isWhole && isKnown && email?.primary === true && others.length === 0;
}

function isFilter(filter: string | null, { filters }: ScimRules): boolean {
  const [, attribute = ''] = /^(\S+) eq "[^"]*"$/.exec(filter ?? '') ?? [];
  return filter === null || filters.includes(attribute);
}
