import { LocalStackError } from '../local-stack-error.ts';
import type { AwsDoubleOptions } from './aws-double/server.ts';
import { startFinspaceDouble } from './finspace/server.ts';
import { startIdentityCenterDouble } from './identity-center/server.ts';
import type { LocalDirectory } from './local-directory.ts';
import { SCIM_PATH, SCIM_TOKEN } from './scim/access.ts';

interface LocalDirectoryKind {
  /** The name that people use. */
  readonly title: string;
  /** The path of its API. Default: the endpoint itself. */
  readonly path?: string;
  /** A command line that lists the accounts. `aws` is the AWS CLI with the endpoint set. */
  readonly listAccounts?: (endpoint: string, aws: string) => string;
  /** Settings that point the function's client at the double. */
  readonly settings: (endpoint: string) => Readonly<Record<string, string>>;
  readonly start: (
    options: AwsDoubleOptions & { readonly dataDir?: string },
  ) => Promise<LocalDirectory>;
}

/** By the value of TARGET. */
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
      // Loads express and SCIMMY, which the other directories do not need.
      const { startScimDirectory } = await import('./scim/directory.ts');
      return startScimDirectory(options);
    },
  },
};

export const DEFAULT_TARGET = 'finspace';
export const TARGETS = Object.keys(DIRECTORIES);

/** @throws LocalStackError when there is no local directory for the target */
export function directoryKind(target: string): LocalDirectoryKind {
  const kind = DIRECTORIES[target];
  if (kind) return kind;
  throw new LocalStackError(
    `There is no local directory for the target ${target}: choose one of ${TARGETS.join(', ')}.`,
  );
}
