import type { ScimTargetDeps } from '../../../src/targets/scim/target.ts';
import { scimError, withBody } from '../../support/directories/scim-harness.ts';
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
  /** The attribute by which, with `id`, lists of groups are filtered. */
  readonly memberFilter: 'members' | 'members.value';
  /** The `members` of every group that it returns. */
  readonly members: readonly never[] | undefined;
  /** The status of a list of groups that is filtered by a member who is no user. */
  readonly unknownMember: 200 | 404;
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

/**
 * IAM Identity Center: developer guide of its SCIM implementation, Limitations, CreateUser, ListUsers, PatchGroup,
 * GetGroup, ListGroups.
 */
export const IDENTITY_CENTER: ScimRules = {
  requires: NAMES,
  takes: [...COMMON, ...PROFILE],
  filters: ['userName', 'externalId'],
  listName: 'Resources',
  memberFilter: 'members',
  members: [],
  unknownMember: 404,
  settings: { requires: ['firstName', 'lastName'] },
};

/** Microsoft Entra ID: SCIM API reference, Create a user, Constraints for List users, Update a group, Get group by ID. */
export const ENTRA: ScimRules = {
  requires: [...NAMES, 'active', 'password', ENTRA_EXTENSION],
  takes: COMMON,
  filters: ['userName', 'externalId'],
  listName: 'resources',
  memberFilter: 'members.value',
  members: undefined,
  unknownMember: 200,
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
        // Joiner asks whether it filters by e-mail, twice for each instance.
        if (query.get('filter')?.startsWith('emails.value')) return scimError(400, NO_FILTER);
        return isFilter(query.get('filter'), rules) ? undefined : refused('filter', 400);
      case 'AddToGroup':
        return isAddition(JSON.parse(body)) ? undefined : refused('PATCH', 400);
      case 'ListGroups':
        return judgeGroupFilter(query.get('filter') ?? '');
      case 'GetUser':
      case 'GetGroup':
        return undefined;
      default:
        return refused(operation, 501);
    }
  }

  /** Joiner asks which of two attributes it filters by, once for each instance. */
  function judgeGroupFilter(filter: string): WireAnswer | undefined {
    const { attribute } = memberFilterIn(filter);
    if (attribute === rules.memberFilter) return undefined;
    return attribute === undefined ? refused('filter', 400) : scimError(400, NO_FILTER);
  }

  async function respell(call: InterceptedCall): Promise<WireAnswer | undefined> {
    const { operation, answer } = call;
    if (!answer || answer.status >= 300) return undefined;
    if (operation === 'AddToGroup') return { status: 204, body: '' };
    if (operation === 'ListGroups' && rules.unknownMember === 404 && (await isOfNoUser(call)))
      return scimError(404);
    const body = JSON.parse(answer.body, (name, value) =>
      name === 'members' ? rules.members : value,
    );
    const spelled = JSON.stringify(body).replace('"Resources"', `"${rules.listName}"`);
    return { ...withBody(answer, {}), body: spelled };
  }

  async function isOfNoUser({ path, headers }: InterceptedCall): Promise<boolean> {
    const { pathname, searchParams } = new URL(path, serverEndpoint);
    const { userId } = memberFilterIn(searchParams.get('filter') ?? '');
    const user = new URL(`${pathname.replace('/Groups', '/Users')}/${userId}`, serverEndpoint);
    const { authorization = '' } = headers;
    const { status } = await fetch(user, { headers: { authorization } });
    return status === 404;
  }

  proxy.onCall((call, phase) => {
    if (phase === 'answered') return undefined;
    return phase === 'before' ? judge(call) : respell(call);
  });

  return {
    endpoint: proxy.intercept('directory', serverEndpoint),
    /** What was asked of the server that it has not: PUT, Bulk, another filter. */
    unsupported,
    stop: proxy.stop,
  };
}

interface Patch {
  readonly Operations: readonly {
    readonly op: string;
    readonly path: string;
    readonly value: readonly unknown[];
  }[];
}

/** Both document more than one member, and other operations: Joiner has no use for them. */
function isAddition({ Operations: [operation, ...others] }: Patch): boolean {
  const { op, path, value = [] } = operation ?? {};
  return op === 'add' && path === 'members' && value.length === 1 && others.length === 0;
}

function memberFilterIn(filter: string) {
  const [, attribute, userId] = /^id eq "[^"]*" and (\S+) eq "([^"]*)"$/.exec(filter) ?? [];
  return { attribute, userId };
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
