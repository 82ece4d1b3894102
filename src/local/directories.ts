import type { AwsDouble, AwsDoubleOptions } from './aws-double/server.ts';
import { startFinspaceDouble } from './finspace-double/server.ts';
import { startIdentityCenterDouble } from './identity-center-double/server.ts';
import { LocalStackError } from './local-stack-error.ts';
import { SCIM_PATH, SCIM_TOKEN } from './scim-server/access.ts';

/** An account as any directory has it; times are epoch milliseconds. */
export interface LocalAccount {
  readonly userId: string;
  readonly emailAddress: string;
  readonly firstName?: string;
  readonly lastName?: string;
  readonly type?: 'APP_USER' | 'SUPER_USER';
  readonly apiAccess?: 'ENABLED' | 'DISABLED';
  readonly status: 'CREATING' | 'ENABLED' | 'DISABLED';
  readonly createTime: number;
}

/** An account to start with; what a directory does not know of it, it leaves out. */
export type LocalAccountSeed = Partial<LocalAccount> & Pick<LocalAccount, 'emailAddress'>;

/** A double of a directory, as the local stack and the journeys use any of them. */
export interface LocalDirectory extends AwsDouble<string> {
  users(): readonly LocalAccount[];
  addUser(seed: LocalAccountSeed): LocalAccount;
  removeUser(userId: string): void;
}

interface LocalDirectoryKind {
  /** As people call it. */
  readonly title: string;
  /** Where its API begins at the endpoint, if not at once. */
  readonly path?: string;
  /** A command line that lists the accounts; `aws` is the AWS CLI, led there. */
  readonly listAccounts?: (endpoint: string, aws: string) => string;
  /** What leads the function's client to the double. */
  readonly settings: (endpoint: string) => Readonly<Record<string, string>>;
  readonly start: (
    options: AwsDoubleOptions & { readonly dataDir?: string },
  ) => Promise<LocalDirectory>;
}

/** By what TARGET says. */
const DIRECTORIES: Readonly<Record<string, LocalDirectoryKind>> = {
  finspace: {
    title: 'FinSpace',
    settings: (endpoint) => ({ AWS_ENDPOINT_URL_FINSPACE_DATA: endpoint }),
    start: startFinspaceDouble,
  },
  'identity-center': {
    title: 'IAM Identity Center',
    listAccounts: (_, aws) => `${aws} identitystore list-users --identity-store-id d-0000000001`,
    settings: (endpoint) => ({ AWS_ENDPOINT_URL_IDENTITYSTORE: endpoint }),
    start: startIdentityCenterDouble,
  },
  scim: {
    title: 'SCIM',
    path: SCIM_PATH,
    listAccounts: (endpoint) =>
      `curl -H 'Authorization: Bearer ${SCIM_TOKEN}' ${endpoint}${SCIM_PATH}/Users`,
    settings: (endpoint) => ({
      SCIM_BASE_URL: `${endpoint}${SCIM_PATH}`,
      AWS_ENDPOINT_URL_SECRETS_MANAGER: endpoint,
    }),
    async start(options) {
      // With it come express and SCIMMY, which the others do without.
      const { startScimDirectory } = await import('./scim-server/directory.ts');
      return startScimDirectory(options);
    },
  },
};

export const DEFAULT_TARGET = 'finspace';
export const TARGETS = Object.keys(DIRECTORIES);

/** @throws {LocalStackError} for a directory that nothing stands in for. */
export function directoryKind(target: string): LocalDirectoryKind {
  const kind = DIRECTORIES[target];
  if (kind) return kind;
  throw new LocalStackError(
    `Nothing here stands in for the directory ${target}: choose one of ${TARGETS.join(', ')}.`,
  );
}
