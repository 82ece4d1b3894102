import type { UserFields } from './users.ts';

export interface Inputs {
  readonly CreateUser: UserFields & { readonly clientToken?: string };
  readonly GetUser: { readonly userId: string };
  readonly ListUsers: { readonly maxResults: number; readonly nextToken?: string };
  readonly GetProgrammaticAccessCredentials: {
    readonly environmentId: string;
    readonly durationInMinutes?: number;
  };
  readonly GetPermissionGroup: { readonly permissionGroupId: string };
  readonly ListUsersByPermissionGroup: {
    readonly permissionGroupId: string;
    readonly maxResults: number;
    readonly nextToken?: string;
  };
  readonly AssociateUserToPermissionGroup: {
    readonly permissionGroupId: string;
    readonly userId: string;
    readonly clientToken?: string;
  };
}

export type Operation = keyof Inputs;

export interface Rule {
  readonly location: 'path' | 'query' | 'body';
  readonly required?: true;
  readonly integer?: true;
  /** Bounds for the value of an integer, or for the length of a string in code points, as in Smithy. */
  readonly min?: number;
  readonly max?: number;
  /** Must match the whole string, as in FinSpace. */
  readonly pattern?: string;
  readonly values?: readonly string[];
}

const NOT_BLANK = '.*\\S.*';
/** Of a user, or of a permission group. */
const ID_IN_PATH: Rule = { location: 'path', required: true, min: 1, max: 26, pattern: NOT_BLANK };
const CLIENT_TOKEN: Rule = { location: 'body', min: 1, max: 128, pattern: NOT_BLANK };

/** From the service's own model of 2020-07-13 (botocore, finspace-data). */
export const INPUT_RULES: Readonly<Record<Operation, Readonly<Record<string, Rule>>>> = {
  CreateUser: {
    emailAddress: {
      location: 'body',
      required: true,
      min: 4,
      max: 320,
      pattern: '[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\\.[A-Za-z]{2,4}',
    },
    type: { location: 'body', required: true, values: ['SUPER_USER', 'APP_USER'] },
    firstName: { location: 'body', min: 1, max: 50, pattern: NOT_BLANK },
    lastName: { location: 'body', min: 1, max: 50, pattern: NOT_BLANK },
    apiAccess: { location: 'body', values: ['ENABLED', 'DISABLED'] },
    apiAccessPrincipalArn: {
      location: 'body',
      min: 20,
      max: 2048,
      pattern: '^arn:aws[a-z\\-]*:iam::\\d{12}:role/?[a-zA-Z_0-9+=,.@\\-_/]+$',
    },
    clientToken: CLIENT_TOKEN,
  },
  GetUser: { userId: ID_IN_PATH },
  ListUsers: {
    maxResults: { location: 'query', required: true, integer: true, min: 1, max: 100 },
    nextToken: { location: 'query' },
  },
  GetProgrammaticAccessCredentials: {
    environmentId: { location: 'query', required: true, min: 1, max: 26 },
    // Since 2023-09-25; before, 720.
    durationInMinutes: { location: 'query', integer: true, min: 1, max: 60 },
  },
  GetPermissionGroup: { permissionGroupId: ID_IN_PATH },
  ListUsersByPermissionGroup: {
    permissionGroupId: ID_IN_PATH,
    maxResults: { location: 'query', required: true, integer: true, min: 1, max: 100 },
    nextToken: { location: 'query' },
  },
  AssociateUserToPermissionGroup: {
    permissionGroupId: ID_IN_PATH,
    userId: ID_IN_PATH,
    clientToken: CLIENT_TOKEN,
  },
};
