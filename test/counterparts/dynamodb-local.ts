import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { commandOutput } from './command-output.ts';
import { type ServerProcess, startServerProcess } from './server-process.ts';

/** The npm package that AWS ships its DynamoDB Local in, without what that package depends on. */
export const dynamodbLocalPackage = {
  spec: 'amplify-dynamodb-simulator@2.9.30',
  integrity:
    'sha512-xTeeRLvzEfqyd5lh3bH4c0kHvSHHmmhD5ZDsHFKAQ5g2Zl6JqlFdutaQhCLHzxEp6Ry1o7TB6niIoXuQAnSewQ==',
  /** Where in the package it is. */
  folder: 'package/emulator',
} as const;

/** Where it is kept once it was fetched. */
export const dynamodbLocalDir = fileURLToPath(
  new URL(`../../.cache/${dynamodbLocalPackage.spec}`, import.meta.url),
);

/** In the folder that it is in, as it writes a file to where it is started, even to say its version. */
const java = {
  command: 'java',
  args: ['-Djava.library.path=DynamoDBLocal_lib', '-jar', 'DynamoDBLocal.jar'],
  cwd: dynamodbLocalDir,
} as const;

export function dynamodbLocalIsFetched(): boolean {
  return existsSync(dynamodbLocalDir);
}

/** What it says of its version, if Java can run it. */
export function dynamodbLocalVersion(): string | undefined {
  return commandOutput(java.command, [...java.args, '-version'], java.cwd);
}

/** The real DynamoDB Local, without tables, in memory; any credentials of letters and digits are accepted. */
export function startDynamodbLocal(): Promise<ServerProcess> {
  const options = ['-inMemory', '-disableTelemetry', '-port'];
  return startServerProcess({ ...java, args: (port) => [...java.args, ...options, `${port}`] });
}
