import { randomBytes } from 'node:crypto';
import type { Groups } from '../groups.ts';
import type { ClientTokens } from './client-tokens.ts';
import type { Inputs, Operation } from './input-rules.ts';
import type { PageTokens } from './page-tokens.ts';
import { createPermissionGroups } from './permission-groups.ts';
import type { User, Users } from './users.ts';

const LONGEST_SESSION_MINUTES = 60;

export interface OperationParts {
  readonly users: Users;
  readonly groups: Groups;
  readonly clientTokens: ClientTokens;
  readonly pageTokens: PageTokens;
  /** Maximum page size, even if `maxResults` is larger. */
  readonly pageSize: number;
  /** Stores changes before the response is sent. */
  readonly save: () => void;
}

export type Operations = { readonly [O in Operation]: (input: Inputs[O]) => object };

/**
 * The operations, for valid input. They return their output.
 * @throws ServiceError when the service refuses the call
 */
export function createOperations(parts: OperationParts): Operations {
  const { users, groups, clientTokens, pageTokens, pageSize, save } = parts;
  const permissionGroups = createPermissionGroups(groups, users);

  return {
    CreateUser: ({ clientToken, ...fields }) => {
      const use = { clientToken, content: fields };
      const userId = clientTokens.once(use, () => users.create(fields).userId);
      save();
      return { userId };
    },
    GetUser: (input) => users.get(input.userId),
    GetProgrammaticAccessCredentials: ({ durationInMinutes = LONGEST_SESSION_MINUTES }) => ({
      credentials: {
        accessKeyId: `ASIA${randomBytes(8).toString('hex').toUpperCase()}`,
        secretAccessKey: randomBytes(30).toString('base64'),
        sessionToken: randomBytes(96).toString('base64'),
      },
      durationInMinutes,
    }),
    ListUsers: (input) => {
      const after = input.nextToken === undefined ? 0 : pageTokens.read(input.nextToken);
      const page = users.page(after, Math.min(input.maxResults, pageSize));
      const nextToken = page.last === undefined ? undefined : pageTokens.issue(page.last);
      return { users: page.users, nextToken };
    },
    GetPermissionGroup: ({ permissionGroupId }) => ({
      permissionGroup: permissionGroups.get(permissionGroupId),
    }),
    ListUsersByPermissionGroup: ({ permissionGroupId, maxResults, nextToken }) => {
      const members = permissionGroups.membersOf(permissionGroupId);
      const start = nextToken === undefined ? 0 : pageTokens.read(nextToken);
      const end = start + Math.min(maxResults, pageSize);
      return {
        users: members.slice(start, end).map(asMember),
        nextToken: end < members.length ? pageTokens.issue(end) : undefined,
      };
    },
    /** Its output is the status of the response. */
    AssociateUserToPermissionGroup: ({ clientToken, ...membership }) => {
      clientTokens.once({ clientToken, content: membership }, () => {
        permissionGroups.addMember(membership.permissionGroupId, membership.userId);
        return membership.userId;
      });
      save();
      return {};
    },
  };
}

/** As ListUsersByPermissionGroup shows it, without times. */
function asMember(user: User): object {
  const {
    createTime,
    lastEnabledTime,
    lastDisabledTime,
    lastModifiedTime,
    lastLoginTime,
    ...fields
  } = user;
  return { ...fields, membershipStatus: 'ADDITION_SUCCESS' };
}
