import { readFileSync } from 'node:fs';
import { type AttributeValue, DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { packageDirOf } from '../../local/stack/packaging.ts';
import { createAudit } from '../../src/audit/audit.ts';
import { newAuditState } from '../../src/audit/audit-state.ts';
import { itemOfFile } from '../../src/aws/intake-items.ts';
import { type ReassignStep, takeReassignStep } from '../../src/aws/reassign-record.ts';
import { type FileProgress, NO_COUNTS } from '../../src/intake/file-progress.ts';
import { auditOfStack } from '../../src/operator/audit/audit-of-stack.ts';
import { raiseBudget, resetBudget } from '../../src/operator/budget/change-ceiling.ts';
import { readBudget } from '../../src/operator/budget/read-budget.ts';
import { historyOf } from '../../src/operator/changes/history.ts';
import { examineStack } from '../../src/operator/doctor/examine-stack.ts';
import { eraseFromTable } from '../../src/operator/erase/erase-from-table.ts';
import { eraseScheduled } from '../../src/operator/erase/erase-scheduled.ts';
import { eraseMark, findMarks } from '../../src/operator/erase/intake-marks.ts';
import { drop } from '../../src/operator/failed/drop.ts';
import { withFailedMessages } from '../../src/operator/failed/failed-queues.ts';
import { approveFile } from '../../src/operator/intake/approve-file.ts';
import { findFiles } from '../../src/operator/intake/find-files.ts';
import { notificationOf } from '../../src/operator/intake/notification.ts';
import { takeFileAgain } from '../../src/operator/intake/take-file-again.ts';
import { statusOf } from '../../src/operator/person-status.ts';
import { findReassignment } from '../../src/operator/reassign/find-reassignment.ts';
import { reassign } from '../../src/operator/reassign/reassign.ts';
import { reassignStepsOf } from '../../src/operator/reassign/reassignment.ts';
import { cancelHire } from '../../src/operator/scheduled/cancel-hire.ts';
import { releaseHire } from '../../src/operator/scheduled/release-hire.ts';
import { planHires } from '../../src/operator/send/plan-hires.ts';
import { sendBack } from '../../src/operator/send/send-back.ts';
import { sendHires } from '../../src/operator/send/send-hires.ts';
import { callerArn } from '../../src/operator/stack/caller-arn.ts';
import { createClients } from '../../src/operator/stack/clients.ts';
import { findMapping } from '../../src/operator/stack/consumption.ts';
import { readScheduled } from '../../src/operator/stack/find-scheduled.ts';
import { listScheduled } from '../../src/operator/stack/list-scheduled.ts';
import { pauseConsumption, resumeConsumption } from '../../src/operator/stack/pause.ts';
import { ringingAlarms } from '../../src/operator/stack/ringing-alarms.ts';
import { sendToIntake } from '../../src/operator/stack/send-to-intake.ts';
import {
  findStack,
  readDigests,
  readIntakeDigests,
  readPointerOf,
  readStackSettings,
  type Stack,
  usersStoreOf,
  usersTableOf,
} from '../../src/operator/stack/stack.ts';
import type { UserRecord } from '../../src/provisioning/record.ts';
import { readSecret } from '../../src/runtime/read-secret.ts';
import {
  answerInstead,
  recordCommands,
  type SentCommand,
} from '../support/aws/client-middleware.ts';
import {
  json,
  type RecordingServer,
  startRecordingServer,
} from '../support/http/recording-server.ts';
import { type OperatedStack, startOperatedStack } from '../support/operator/operated-stack.ts';
import { storeWaiting } from '../support/operator/waiting-hire.ts';
import { deployedTemplate } from '../support/package/deployed-template.ts';

interface Statement {
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: { readonly 'ForAllValues:StringLike'?: Readonly<Record<string, string[]>> };
}

/** An action on a resource. */
interface Use {
  readonly action: string;
  readonly resource: string;
  /** Partition key of the item, of a call on one. */
  readonly leadingKey?: string;
}

/** The ARNs that a call of a directory is about, by its operation. */
type Resources = (operation: string) => readonly string[];

const { signal } = new AbortController();
const ACCOUNT = 'eu-west-1:000000000000';
const key = `arn:aws:kms:${ACCOUNT}:key/00000000-1111-2222-3333-444444444444`;
const parameter = `arn:aws:ssm:${ACCOUNT}:parameter/joiner-scim-token`;

/** A policy of the page, for the stack of the test. */
function policyNamed(name: string): readonly Statement[] {
  const text = readFileSync(`docs/operator-policy/${name}.json`, 'utf8')
    .replaceAll('111122223333', '000000000000')
    .replaceAll('joiner-prod', 'joiner-local')
    .replaceAll('abcdefghijklmnopqrstuvwxyz', 'localenvironment0000000001')
    .replaceAll('d-1234567890', 'd-0000000001')
    .replaceAll(':::joiner-intake-00000000-1111-2222-3333-444444444444', ':::joiner-intake-local');
  return JSON.parse(text).Statement;
}

/**
 * What a call of a directory needs: Service Authorization Reference. It lists no action on a permission group, and no
 * type of resource for one, so the environment is all that can be named.
 */
const FINSPACE: Resources = (operation) => [
  `arn:aws:finspace:${ACCOUNT}:environment/localenvironment0000000001`,
  ...(operation.includes('PermissionGroup') ? [] : [`arn:aws:finspace:${ACCOUNT}:user/any`]),
];
const IDENTITY_CENTER: Resources = (operation) => [
  'arn:aws:identitystore::000000000000:identitystore/d-0000000001',
  `arn:aws:identitystore:::${operation.includes('Group') ? 'group' : 'user'}/any`,
  ...(operation === 'ListGroupMemberships' ? ['arn:aws:identitystore:::membership/any'] : []),
];

describe.each([
  { target: 'finspace', service: 'finspace', resourcesOf: FINSPACE, otherTokens: [] },
  {
    target: 'identity-center',
    service: 'identitystore',
    resourcesOf: IDENTITY_CENTER,
    otherTokens: [],
  },
  // The server asks for the token, which may be in either of two places, and AWS for nothing more.
  { target: 'scim', service: 'scim', resourcesOf: (): string[] => [], otherTokens: [parameter] },
])('the policies for operators of a stack packaged for $target', (directory) => {
  const { target, service, resourcesOf, otherTokens } = directory;
  const statements = [
    'stack',
    target,
    'erase',
    'reassign',
    'budget',
    'scheduled',
    'intake',
    'audit',
  ].flatMap(policyNamed);
  let secrets: RecordingServer;
  let harness: OperatedStack;
  let operated: Stack;
  let uses: readonly Use[];

  beforeAll(async () => {
    secrets = await startRecordingServer();
    secrets.script(json({ SecretString: 'test', Parameter: { Value: 'test' } }));
    harness = await startOperatedStack({ packageDir: packageDirOf(target), consume: false });
    harness.stack.directory.addUser({ emailAddress: 'grace@example.com' });
    const clients = createClients({
      environment: {
        ...harness.environment,
        AWS_ENDPOINT_URL_SECRETS_MANAGER: secrets.endpoint,
        AWS_ENDPOINT_URL_SSM: secrets.endpoint,
      },
    });
    operated = { ...harness.operated, clients };
    const recordings = recordingsOf(operated);
    // There is none on a local stack.
    answerInstead(clients.cloudWatch, () => ({}));
    await operate(operated, harness);
    for (const arn of otherTokens) await readSecret(arn, signal, clients.settingsOf);
    const asked = harness.stack.directory.calls.flatMap(({ operation }) =>
      resourcesOf(operation).map((resource) => ({ action: `${service}:${operation}`, resource })),
    );
    const read = secrets.requests.flatMap(({ headers, body }) =>
      usesOfSecret(String(headers['x-amz-target']), JSON.parse(body)),
    );
    const report = {
      action: 's3:GetObject',
      resource: `arn:aws:s3:::${operated.outputs.AuditBucketName}/reports/any`,
    };
    // The report is read by the AWS CLI: docs/runbook.md, "Audit findings".
    uses = [...recordings.flatMap((recording) => recording()), ...asked, ...read, report];
  });

  afterAll(async () => {
    operated.clients.destroy();
    await Promise.all([harness.stop(), secrets.stop()]);
  });

  test('allow every call that the commands make', () => {
    const denied = uses.filter((use) => !statements.some((one) => allows(one, use)));

    expect(denied).toEqual([]);
  });

  test('allow nothing that no command does', () => {
    const unused = statements.flatMap((statement) =>
      listOf(statement.Action).filter(
        (action) => !uses.some((use) => use.action === action && allows(statement, use)),
      ),
    );

    expect(unused).toEqual([]);
  });

  test('name no resource that no command touches', () => {
    const untouched = statements.flatMap(({ Action, Resource }) =>
      listOf(Resource).filter((one) => !uses.some((use) => allows({ Action, Resource: one }, use))),
    );

    expect(untouched).toEqual([]);
  });

  test('allow no deletion of an item that is neither a record, nor a pointer, nor the intake’s', () => {
    const deletions = uses.filter(({ action }) => action === 'dynamodb:DeleteItem');
    const kinds = new Set(deletions.map(({ leadingKey }) => leadingKey?.split('#')[0]));
    const ofMark = deletions.map((use) => ({ ...use, leadingKey: `stored#${'0'.repeat(64)}` }));

    expect([...kinds].sort()).toEqual(['employee', 'file', 'mark', 'user']);
    expect(ofMark.filter((use) => statements.some((one) => allows(one, use)))).toEqual([]);
  });
});

describe('the policy for those who may reassign a record', () => {
  const [{ Condition = {} } = {}] = policyNamed('reassign') as readonly {
    readonly Condition?: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
  }[];
  const named = Condition['ForAllValues:StringEquals']?.['dynamodb:Attributes'] ?? [];

  test('lets a write name the attributes that the command names, and no other', async () => {
    const client = new DynamoDBClient({ region: 'eu-west-1' });
    const commands = recordCommands(client);
    answerInstead(client, () => ({}));
    const table = { client, tableName: 'users' };
    const pointer = { employeeKey: 'e', personKey: 'p', attempt: '1-1', pointedAtMs: 0 };
    const creating = { ...unknownRecord, state: 'CREATING', employeeKey: 'e', leaseUntilMs: 0 };
    const provisioned = { ...unknownRecord, state: 'PROVISIONED', userId: 'u' };
    for (const step of [
      { kind: 'point', pointer, shown: pointer },
      { kind: 'free', pointer },
      { kind: 'give', record: creating, employeeKey: 'f' },
      { kind: 'give', record: provisioned, employeeKey: 'f' },
    ])
      await takeReassignStep(table, step as ReassignStep, signal);

    const used = commands.flatMap(({ input }) => [
      ...Object.keys(input['Key'] ?? {}),
      ...namesIn(input),
    ]);
    expect([...new Set(used)].toSorted()).toEqual(named.toSorted());
  });

  test('lets a write ask for no attribute back, and touch pointers and records only', () => {
    expect(Condition['StringEqualsIfExists']).toEqual({ 'dynamodb:ReturnValues': 'NONE' });
    expect(Condition['ForAllValues:StringLike']).toEqual({
      'dynamodb:LeadingKeys': ['user#*', 'employee#*'],
    });
  });
});

test('the policy for a key of one’s own allows what the function may do with it, and the same by S3, for reports', () => {
  const policies = deployedTemplate({ KmsKeyArn: key }).propertiesOf('ProvisionUserRole')[
    'Policies'
  ];

  const policy = JSON.stringify(policyNamed('own-key')[0]);
  const byS3 = ',"s3.eu-west-1.amazonaws.com"';
  expect(policy).toContain(byS3);
  expect(JSON.stringify(policies)).toContain(policy.replace(byS3, ''));
});

/** Actions of S3 that are not named as the operation: Service Authorization Reference. */
const S3_ACTIONS: Readonly<Record<string, string>> = { ListObjectVersions: 'ListBucketVersions' };

function recordingsOf({ clients }: Stack) {
  const { cloudFormation, cloudWatch, cloudWatchLogs, dynamoDb, kms, lambda, s3, sqs } = clients;
  const ofBucket = recordCommands(s3);
  return [
    recorded(
      'cloudformation',
      recordCommands(cloudFormation),
      ({ StackName }) => `stack/${StackName}/local`,
    ),
    recorded('kms', recordCommands(kms), ({ KeyId }) => String(KeyId).split(':').at(-1) ?? ''),
    recorded(
      'dynamodb',
      recordCommands(dynamoDb),
      ({ TableName, IndexName, RequestItems = {} }) => {
        const [ofBatch] = Object.keys(Object(RequestItems));
        return `table/${TableName ?? ofBatch}${IndexName === undefined ? '' : `/index/${IndexName}`}`;
      },
      leadingKeyOf,
    ),
    recorded(
      'sqs',
      recordCommands(sqs),
      ({ QueueUrl }) => String(QueueUrl).split('/').at(-1) ?? '',
    ),
    recorded('lambda', recordCommands(lambda), ({ UUID, FunctionName, Resource }) => {
      if (Resource !== undefined) return String(Resource).split(':').slice(5).join(':');
      return UUID === undefined ? `function:${FunctionName}` : `event-source-mapping:${UUID}`;
    }),
    recorded(
      'logs',
      recordCommands(cloudWatchLogs),
      ({ logGroupName }) => `log-group:${logGroupName}:*`,
    ),
    // A call that names no alarm is about all: the prefix of their names is no resource.
    recorded(
      'cloudwatch',
      recordCommands(cloudWatch),
      ({ AlarmNames = '*' }) => `alarm:${AlarmNames}`,
    ),
    () =>
      ofBucket.map(({ operation, input }) => ({
        action: `s3:${S3_ACTIONS[operation] ?? operation}`,
        resource: ['arn:aws:s3:::', input['Bucket'], input['Key'] && `/${input['Key']}`].join(''),
      })),
  ];
}

function recorded(
  service: string,
  commands: readonly SentCommand[],
  resourceOf: (input: SentCommand['input']) => string,
  ofItem: (input: SentCommand['input']) => Pick<Use, 'leadingKey'> = () => ({}),
): () => readonly Use[] {
  return () =>
    commands.map(({ operation, input }) => ({
      // SQS allows batches by the plain action: SQS API permissions reference.
      action: `${service}:${operation.replace(/Batch$/, '')}`,
      resource: `arn:aws:${service}:${ACCOUNT}:${resourceOf(input)}`,
      ...ofItem(input),
    }));
}

function leadingKeyOf({ Key, Item, RequestItems }: SentCommand['input']): Pick<Use, 'leadingKey'> {
  const [batch] = Object.values(Object(RequestItems));
  const leadingKey = Object(Key ?? Item ?? Object(batch).Keys?.[0])['pk']?.S;
  return leadingKey === undefined ? {} : { leadingKey };
}

/** Under a key of one's own, either service decrypts as whoever asks. */
function usesOfSecret(operation: string, input: Readonly<Record<string, string>>): readonly Use[] {
  const action = operation.replace('AmazonSSM', 'ssm').replace('.', ':');
  const resource = input['SecretId'] ?? input['Name'] ?? '';
  return [
    { action, resource },
    { action: 'kms:Decrypt', resource: key },
  ];
}

/** The attributes in the expressions of a write. */
function namesIn(input: SentCommand['input']): readonly string[] {
  const text = `${input['UpdateExpression']} ${input['ConditionExpression']}`;
  const words = text.match(/[:#]?\w+/g) ?? [];
  return words
    .filter((word) => !word.startsWith(':') && !/^(?:[A-Z]+|attribute_(?:not_)?exists)$/.test(word))
    .map((word) => word.replace('#', ''));
}

const waitingFile: FileProgress = {
  key: `file#${'0'.repeat(64)}`,
  source: 'bamboohr',
  objectKey: 'bamboohr/report.csv',
  versionId: '1',
  size: 1,
  askedAtMs: 0,
  state: 'waiting',
  done: 1,
  counts: NO_COUNTS,
  startedAtMs: 0,
  updatedAtMs: 0,
};

const unknownRecord: UserRecord = {
  state: 'FAILED',
  personKey: '',
  attempts: 1,
  firstAttemptAtMs: 0,
  requestKey: '',
  requestId: '',
  messageId: '',
  attemptedDigests: new Set(),
  reasonCode: '',
  reason: '',
  failedAtMs: 0,
};

/** What the commands do; GetCallerIdentity, of `drop`, needs no permission. */
async function operate(stack: Stack, harness: OperatedStack): Promise<void> {
  const { putDeadLetters } = harness;
  const { clients, name } = stack;
  await findStack(clients, name);
  const { policy: hirePolicy, startRules, target } = await readStackSettings(stack);
  const body = JSON.stringify({
    emailAddress: 'grace@example.com',
    firstName: 'Grace',
    lastName: 'Hopper',
    requestId: 'R-1',
  });
  const pause = async () => {};
  await readBudget(stack, signal);
  await raiseBudget(stack, { perHour: 500, why: 'INC-1' }, signal);
  await resetBudget(stack, 'INC-1', signal);
  const { hires } = await planHires([{ line: 1, body }], {
    policy: hirePolicy,
    startRules,
    target,
    digests: await readDigests(stack),
    intakeDigests: await readIntakeDigests(stack),
    store: usersStoreOf(stack),
    readPointer: (employeeKey) => readPointerOf(stack, employeeKey, signal),
    readScheduled: (key) => readScheduled(stack, key, signal),
    signal,
    directorySignal: signal,
  });
  await sendHires(stack, hires, { ratePerSecond: 1, signal, pause, onProgress: () => {} });
  for (const text of ['grace@example.com', 'R-1']) {
    await statusOf(stack, { as: 'word', text }, { signal, onProgress: () => {} });
  }
  const noOne = {
    ...unknownRecord,
    personKey: `user#${'0'.repeat(64)}`,
    employeeKey: `employee#${'0'.repeat(64)}`,
  };
  await eraseFromTable(stack, noOne, signal);
  const shown = await findReassignment(
    { address: 'grace@example.com', employeeId: 'E-1' },
    {
      table: usersTableOf(stack),
      digests: await readDigests(stack),
      target,
      nowMs: Date.now,
      signal,
      directorySignal: signal,
    },
  );
  const record = { ...unknownRecord, personKey: shown.personKey };
  const steps = reassignStepsOf({ ...shown, record }, Date.now());
  await reassign(usersTableOf(stack), steps, { nowMs: Date.now, signal });
  const waiting = { emailAddress: 'grace@example.com', requestId: 'R-2', dueAtMs: Date.now() - 1 };
  await storeWaiting(harness.operated, waiting);
  const dropping = { why: 'left', atMs: 0, droppedBy: await callerArn(stack) };
  const { hires: due } = await listScheduled(stack, { limit: 10, signal });
  for (const { body = '', ...hire } of due) {
    await releaseHire(stack, { ...hire, body }, signal);
    await cancelHire(stack, { ...hire, body }, dropping, signal);
    await eraseScheduled(stack, hire, signal);
  }
  await historyOf(stack, { as: 'word', text: 'R-1' }, { signal, onProgress: () => {} });
  await putDeadLetters([body, body]);
  await withFailedMessages(stack, {}, { signal }, async (inHand) => {
    const [first, second] = inHand.messages;
    if (!first || !second) throw new Error('There should be two failed messages.');
    await drop(stack, inHand, first, dropping);
    await sendBack(stack, second, second.body);
  });
  await operateIntake(stack, harness);
  await auditDifferences(stack, harness);
  const pausing = { signal, pause, onState: () => {}, onNoteError: () => {} };
  const note = { by: dropping.droppedBy, at: '2026-11-02T08:00:00.000Z' };
  const mapping = await findMapping(stack);
  await pauseConsumption(stack, mapping, note, pausing);
  await examineStack({ ...stack, isLocal: false }, { nowMs: Date.now(), signal });
  await ringingAlarms({ ...stack, isLocal: false }, signal);
  await resumeConsumption(stack, mapping, pausing);
}

/** Of an account that is disabled, and in no group of its record. */
async function auditDifferences(stack: Stack, { operated, stack: { directory } }: OperatedStack) {
  const { deps } = await auditOfStack(stack);
  const [account] = directory.users();
  const personKey = deps.digests.personKeyOf('grace@example.com');
  await operated.clients.dynamoDb.send(
    new PutItemCommand({
      TableName: operated.outputs.UsersTableName,
      Item: provisionedItem(personKey, account?.userId ?? '', deps.ruleGroups),
    }),
  );
  directory.updateUser(account?.userId ?? '', { status: 'DISABLED' });
  let nowMs = Date.now();
  const audit = createAudit(newAuditState(nowMs), { ...deps, clock: { now: () => nowMs } });
  for (let step = await audit.step(signal); step.kind !== 'done'; step = await audit.step(signal))
    if (step.kind === 'waiting') nowMs = step.untilMs;
}

function provisionedItem(personKey: string, userId: string, groups: readonly string[]) {
  const texts = { pk: personKey, state: 'PROVISIONED', userId, outcome: 'existing' };
  const others = { asked: 'a', actual: 'a', requestKey: 'r', requestId: 'r', messageId: 'm' };
  const numbers = { completedAt: 1, attempts: 1, firstAttemptAt: 1 };
  return {
    ...attributesOf({ ...texts, ...others }, (text) => ({ S: text })),
    ...attributesOf(numbers, (number) => ({ N: String(number) })),
    tried: { SS: ['a'] },
    groups: { SS: [...groups] },
  };
}

function attributesOf<V>(values: Readonly<Record<string, V>>, make: (value: V) => AttributeValue) {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]): [string, AttributeValue] => [name, make(value)]),
  );
}

/** On a file that waits, and one that could not be read. */
async function operateIntake(stack: Stack, { operated }: OperatedStack): Promise<void> {
  const { IntakeBucketName = '', IntakeTableName } = stack.outputs;
  const notification = (objectKey: string) =>
    notificationOf({ ...waitingFile, objectKey }, IntakeBucketName);
  await operated.clients.dynamoDb.send(
    new PutItemCommand({ TableName: IntakeTableName, Item: { ...itemOfFile(waitingFile) } }),
  );
  const { files } = await findFiles(stack, { signal });
  for (const file of files)
    await approveFile(stack, file, { approvedBy: 'operator', why: 'first load' }, signal);
  await takeFileAgain(stack, { body: notification('bamboohr/other.csv') });
  await sendToIntake(stack, { body: '{}', source: 'bamboohr' });
  const who = { kind: 'employee', text: 'E-1' } as const;
  const named = { who, records: [], failed: [], scheduled: [] };
  const [digests, intakeDigests] = [await readDigests(stack), await readIntakeDigests(stack)];
  await findMarks(stack, named, { digests, intakeDigests }, signal);
  const mark = { key: `mark#${'0'.repeat(64)}`, content: '', askedAtMs: 0, sentForMs: 0 };
  await eraseMark(stack, mark, signal);
}

const listOf = (value: string | readonly string[]) => [value].flat();

function allows({ Action, Resource, Condition }: Statement, use: Use): boolean {
  const { action, resource, leadingKey } = use;
  const keys = Condition?.['ForAllValues:StringLike']?.['dynamodb:LeadingKeys'];
  const isOfKeys = !keys || leadingKey === undefined || isLike(leadingKey, keys);
  return listOf(Action).includes(action) && isLike(resource, listOf(Resource)) && isOfKeys;
}

function isLike(text: string, patterns: readonly string[]): boolean {
  return patterns.some((one) => new RegExp(`^${one.replaceAll('*', '.*')}$`).test(text));
}
