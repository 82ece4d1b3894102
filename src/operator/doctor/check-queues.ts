import { GetFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import type { Stack } from '../stack/stack.ts';
import { type Finding, finding, notChecked, REDEPLOY } from './finding.ts';

const FOURTEEN_DAYS_SECONDS = 1_209_600;
/** AWS asks for a visibility timeout of at least six times the function's timeout. */
const TIMEOUTS_IN_VISIBILITY = 6;

type Attributes = Readonly<Record<string, string>>;

/** Where the new-hire queue moves messages that crash the function. */
export async function checkRedrive(stack: Stack): Promise<readonly Finding[]> {
  const { outputs, clients } = stack;
  const [newHire, deadLetter, { Timeout = 0 }] = await Promise.all([
    attributesOf(stack, outputs.NewHireQueueUrl),
    attributesOf(stack, outputs.DeadLetterQueueUrl),
    clients.lambda.send(
      new GetFunctionConfigurationCommand({ FunctionName: outputs.ProvisionFunctionName }),
    ),
  ]);
  const { deadLetterTargetArn, maxReceiveCount } = JSON.parse(newHire['RedrivePolicy'] ?? '{}');
  const leadsThere = deadLetterTargetArn === deadLetter['QueueArn'];
  const visibilitySeconds = Number(newHire['VisibilityTimeout']);
  return [
    finding(
      'redrive',
      leadsThere,
      leadsThere
        ? `to the dead-letter queue after ${maxReceiveCount} receives`
        : 'does not lead to the dead-letter queue: a message that crashes the function is eventually lost',
      REDEPLOY,
    ),
    finding(
      'visibility-timeout',
      visibilitySeconds >= TIMEOUTS_IN_VISIBILITY * Timeout,
      `${visibilitySeconds} s, for a function that takes up to ${Timeout} s`,
      REDEPLOY,
    ),
  ];
}

/** Whether failed messages are kept for as long as SQS can. */
export async function checkRetention(stack: Stack): Promise<readonly Finding[]> {
  const { outputs } = stack;
  const queues = [
    ['dead-letter', outputs.DeadLetterQueueUrl],
    ['rejected', outputs.RejectedQueueUrl],
  ] as const;
  return Promise.all(
    queues.map(async ([name, url]) => {
      const { MessageRetentionPeriod } = await attributesOf(stack, url);
      const seconds = Number(MessageRetentionPeriod);
      return finding(
        `${name}-retention`,
        seconds === FOURTEEN_DAYS_SECONDS,
        `${seconds / 86_400} days`,
        REDEPLOY,
      );
    }),
  );
}

/** Whether SQS would move the dead letters of another queue here, past the queue's policy. */
export async function checkForeignDeadLetters(stack: Stack): Promise<readonly Finding[]> {
  const open = await queuesThat(takesAnyDeadLetters, stack);
  const found = open.length === 0 ? 'are refused' : `are taken by: ${open.join(', ')}`;
  return [finding('dead-letters-of-others', open.length === 0, found, REDEPLOY)];
}

/** Without a policy, from every queue of the account. */
function takesAnyDeadLetters({ RedriveAllowPolicy = '{}' }: Attributes): boolean {
  const { redrivePermission = 'allowAll' } = JSON.parse(RedriveAllowPolicy);
  return redrivePermission === 'allowAll';
}

export async function checkQueueEncryption(stack: Stack): Promise<readonly Finding[]> {
  const check = 'queue-encryption';
  if (stack.isLocal) return [notChecked(check, 'nothing is encrypted on a local stack')];
  const plain = await queuesThat((attributes) => !isEncrypted(attributes), stack);
  const found = plain.length === 0 ? 'every queue, at rest' : `not on: ${plain.join(', ')}`;
  return [finding(check, plain.length === 0, found, REDEPLOY)];
}

function isEncrypted({ SqsManagedSseEnabled, KmsMasterKeyId = '' }: Attributes): boolean {
  return SqsManagedSseEnabled === 'true' || KmsMasterKeyId !== '';
}

/** The names of the queues whose attributes are so. */
async function queuesThat(
  areSo: (attributes: Attributes) => boolean,
  stack: Stack,
): Promise<readonly string[]> {
  const { outputs } = stack;
  const queues = [
    ['new-hire', outputs.NewHireQueueUrl],
    ['dead-letter', outputs.DeadLetterQueueUrl],
    ['rejected', outputs.RejectedQueueUrl],
    ['completion', outputs.CompletionQueueUrl],
    ['intake', outputs.IntakeQueueUrl],
    ['intake-files', outputs.IntakeFilesQueueUrl],
  ].flatMap(([name = '', url]) => (url === undefined ? [] : [{ name, url }]));
  const attributes = await Promise.all(queues.map(({ url }) => attributesOf(stack, url)));
  return queues.filter((_, index) => areSo(attributes[index] ?? {})).map(({ name }) => name);
}

async function attributesOf({ clients }: Stack, QueueUrl: string): Promise<Attributes> {
  const { Attributes = {} } = await clients.sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }),
  );
  return Attributes;
}
