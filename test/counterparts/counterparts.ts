import { createRequire } from 'node:module';
import { cfnGuardIsFetched, cfnGuardVersion } from './cfn-guard.ts';
import { commandOutput } from './command-output.ts';
import { dynamodbLocalIsFetched, dynamodbLocalVersion } from './dynamodb-local.ts';

/** A program of somebody else's that Joiner, or what stands in for AWS here, is tried on where it is there. */
export interface Counterpart {
  readonly name: string;
  /** How the paths of its test files begin, from the root of the project. */
  readonly tests: string;
  /** What it does not do as AWS does, so that no test here rests on it. */
  readonly differs?: string;
  find(): Presence;
}

/** `missing` is what to have, as in `skipped: no Java`. */
export type Presence = { readonly version: string } | { readonly missing: string };

export const dynamodbLocal: Counterpart = {
  name: 'DynamoDB Local',
  tests: 'test/counterparts/dynamodb-local',
  find() {
    if (commandOutput('java', ['-version']) === undefined) return { missing: 'Java' };
    if (!dynamodbLocalIsFetched())
      return { missing: 'DynamoDB Local in .cache, where npm run test:dynamodb-local puts it' };
    return presence('DynamoDB Local that Java can run', dynamodbLocalVersion());
  },
};

/** Carries a client of FinSpace that shares no code with ours. */
const awsSdk2: Counterpart = {
  name: 'aws-sdk 2',
  tests: 'test/local/directories/finspace/',
  find: () => createRequire(import.meta.url)('aws-sdk/package.json'),
};

export const awsCli: Counterpart = {
  name: 'aws CLI',
  tests: 'test/counterparts/aws-cli',
  find: () => presence('aws', commandOutput('aws', ['--version'])),
};

export const motoServer: Counterpart = {
  name: 'moto_server',
  tests: 'test/counterparts/moto',
  differs:
    'its CloudFormation leaves access policies, alarms and queries out, its conditional writes are not atomic, and our event source mapping and Lambda stand in for its own, which need Docker; its identity store tells no creation time and no status, tells letter cases apart, takes one membership twice, and is there under any id',
  find() {
    if (commandOutput('moto_server', ['--help']) === undefined) return { missing: 'moto_server' };
    // The server itself does not say it.
    const print = 'from importlib.metadata import version; print(version("moto"))';
    return { version: commandOutput('python3', ['-c', print])?.trim() ?? 'of unknown version' };
  },
};

export const cfnLint: Counterpart = {
  name: 'cfn-lint',
  tests: 'test/package/cfn-lint',
  find: () => presence('cfn-lint', commandOutput('cfn-lint', ['--version'])),
};

export const cfnGuard: Counterpart = {
  name: 'cfn-guard',
  tests: 'test/package/cfn-guard',
  find: () =>
    cfnGuardIsFetched()
      ? presence('cfn-guard that runs here', cfnGuardVersion())
      : { missing: 'cfn-guard in .cache, where npm run fetch:cfn-guard puts it' },
};

export const terraform: Counterpart = {
  name: 'terraform',
  tests: 'test/release/template/deploying-page',
  differs: 'it reads the configuration without the provider of AWS, which it would download',
  find: () => presence('terraform', commandOutput('terraform', ['version'])),
};

const COUNTERPARTS = [dynamodbLocal, awsSdk2, awsCli, motoServer, cfnLint, cfnGuard, terraform];

/** Looks for every counterpart on this machine, which takes a few seconds. */
export function findCounterparts(): readonly (Counterpart & { readonly presence: Presence })[] {
  return COUNTERPARTS.map((counterpart) => ({ ...counterpart, presence: counterpart.find() }));
}

function presence(missing: string, output: string | undefined): Presence {
  const version = output?.match(/\d+(\.\d+)+/)?.[0];
  return version === undefined ? { missing } : { version };
}
