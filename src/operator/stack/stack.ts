import { DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { GenerateMacCommand } from '@aws-sdk/client-kms';
import { GetFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import * as v from 'valibot';
import { deriveSecret } from '../../aws/derive-secret.ts';
import { readPointer, type UsersTable } from '../../aws/read-item.ts';
import { createUsersTable } from '../../aws/users-table.ts';
import { createDigests, type Digests } from '../../provisioning/digests.ts';
import { createIntakeDigests, type IntakeDigests } from '../../provisioning/intake-digests.ts';
import type { Clients } from './clients.ts';
import { type DeployedSettings, readDeployedSettings } from './deployed-settings.ts';
import { type StackOutputs, stackOutputs } from './stack-outputs.ts';
import { UnreachableError } from './unreachable-error.ts';

/** A deployed stack, and the clients to operate it with. */
export interface Stack {
  readonly name: string;
  readonly outputs: StackOutputs;
  readonly clients: Clients;
  /** Each of its services is one process: a receive without messages means that there are none. */
  readonly isLocal: boolean;
}

/** What a stack's function runs with. */
export interface StackSettings extends DeployedSettings {
  readonly logGroupName: string;
  /** By which the function's own metrics are found in CloudWatch. */
  readonly metrics: { readonly namespace: string; readonly service: string };
}

/**
 * Finds a stack by its name.
 * @throws {UnreachableError} if there is none, or it is not a Joiner stack
 */
export async function findStack(
  clients: Clients,
  name: string,
  { isLocal = false } = {},
): Promise<Stack> {
  const outputs = v.safeParse(stackOutputs, await outputsOf(clients, name));
  if (outputs.success) return { name, outputs: outputs.output, clients, isLocal };
  const missing = outputs.issues.map((issue) => v.getDotPath(issue)).join(', ');
  throw new UnreachableError(
    `${name} is not a Joiner stack: it has no output ${missing}. Correct --stack.`,
  );
}

async function outputsOf({ cloudFormation }: Clients, name: string) {
  try {
    const { Stacks = [] } = await cloudFormation.send(
      new DescribeStacksCommand({ StackName: name }),
    );
    return Object.fromEntries(
      (Stacks[0]?.Outputs ?? []).map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]),
    );
  } catch (cause) {
    const isUnknown = cause instanceof Error && cause.message.includes('does not exist');
    if (!isUnknown) throw cause;
    const message = `There is no stack ${name} in this account and region. Correct --stack, --region or --profile.`;
    throw new UnreachableError(message, { cause });
  }
}

/**
 * The settings that the function of a stack runs with, parsed as the function parses them.
 * @throws {SettingsError} as the function would
 */
export async function readStackSettings({ clients, outputs }: Stack): Promise<StackSettings> {
  const { ProvisionFunctionName } = outputs;
  const [{ Environment, LoggingConfig }, region] = await Promise.all([
    clients.lambda.send(
      new GetFunctionConfigurationCommand({ FunctionName: ProvisionFunctionName }),
    ),
    clients.lambda.config.region(),
  ]);
  const variables = Environment?.Variables ?? {};
  return {
    ...readDeployedSettings({ ...variables, AWS_REGION: region }, clients.settingsOf),
    logGroupName: LoggingConfig?.LogGroup ?? `/aws/lambda/${ProvisionFunctionName}`,
    metrics: {
      namespace: variables['POWERTOOLS_METRICS_NAMESPACE'] ?? 'Joiner',
      service: variables['POWERTOOLS_SERVICE_NAME'] ?? 'joiner',
    },
  };
}

/**
 * The pseudonyms of a stack. The caller needs kms:GenerateMac on its key.
 * @throws {PseudonymKeyError} when the key cannot be used
 */
export async function readDigests(stack: Stack): Promise<Digests> {
  const { pseudonymKeyArn, target } = await readStackSettings(stack);
  return createDigests(await secretUnder(pseudonymKeyArn, stack), target.id);
}

/**
 * What the intake of a stack signs with, and makes request ids with. The caller needs kms:GenerateMac on its key. A
 * stack without intake has no such key: the ids are then made under its only one.
 * @throws {PseudonymKeyError} when the key cannot be used
 */
export async function readIntakeDigests(stack: Stack): Promise<IntakeDigests> {
  const { IntakeKeyArn } = stack.outputs;
  const secret =
    IntakeKeyArn === undefined
      ? await secretUnder((await readStackSettings(stack)).pseudonymKeyArn, stack)
      : await secretUnder(IntakeKeyArn, stack, 'the output IntakeKeyArn');
  return createIntakeDigests(secret);
}

function secretUnder(KeyId: string, { clients }: Stack, keyName?: string): Promise<Uint8Array> {
  return deriveSecret(async (Message) => {
    const input = { KeyId, MacAlgorithm: 'HMAC_SHA_256', Message } as const;
    return (await clients.kms.send(new GenerateMacCommand(input))).Mac;
  }, keyName);
}

/** Where the users table of a stack is. */
export function usersTableOf({ clients, outputs }: Stack): UsersTable {
  return { client: clients.dynamoDb, tableName: outputs.UsersTableName };
}

/** The users table of a stack. */
export function usersStoreOf(stack: Stack) {
  return createUsersTable(usersTableOf(stack));
}

/** Epoch milliseconds by AWS's clock, which the SDK compares with that of this machine at each response. */
export function nowMsAtAws({ clients }: Stack): number {
  return Date.now() + clients.dynamoDb.config.systemClockOffset;
}

/** The table of hires that wait for their day. */
export function scheduledTableOf({ clients, outputs }: Stack) {
  return { client: clients.dynamoDb, tableName: outputs.ScheduledHiresTableName };
}

/** The person whose record an employee id points to. */
export function readPointerOf(stack: Stack, employeeKey: string, signal: AbortSignal) {
  return readPointer(usersTableOf(stack), employeeKey, signal);
}
