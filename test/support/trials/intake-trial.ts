import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { GetQueueAttributesCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { localCredentials } from '../../../local/emulators/lambda/environment.ts';
import { packageDirOf } from '../../../local/stack/packaging.ts';
import { expireVisibility } from '../aws/expire-visibility.ts';
import { type StackUnderFaults, startStackUnderFaults } from '../stack/stack-under-faults.ts';
import { until } from '../time/until.ts';
import { type CrashPoint, crash } from './crash.ts';
import { type StackAuditor, startStackAuditor } from './stack-auditor.ts';
import type { Tally } from './tally.ts';
import { isOfTheBatch, type NumberedCall } from './trial-lane.ts';

/** In which way records come in. */
export type WayIn = 'a file' | 'a message';

/** The intake of a packaged service, on which one trial follows another. */
export interface IntakeLane {
  /** Every call, in order, that the intake makes in a new instance without a fault. */
  callsOf(wayIn: WayIn): Promise<readonly NumberedCall[]>;
  /** Kills the intake there, delivers again until nothing is left, and takes stock. */
  killAt(wayIn: WayIn, point: CrashPoint): Promise<Omit<Tally, 'fault'>>;
  stop(): Promise<void>;
}

/** Of each trial: so many can be mapped, and one cannot. */
const PEOPLE = 2;
const MAX_ROUNDS = 8;

export async function startIntakeLane(target: string): Promise<IntakeLane> {
  const service = await startStackUnderFaults({ intake: true, packageDir: packageDirOf(target) });
  const auditor = await startStackAuditor(service);
  const { stack, sqs, proxy } = service;
  const { outputs, identity, endpoints } = stack;
  const { IntakeQueueUrl = '', IntakeFilesQueueUrl = '', IntakeBucketName: Bucket } = outputs;
  const queues = [IntakeQueueUrl, IntakeFilesQueueUrl];
  const s3 = new S3Client({
    endpoint: endpoints.s3,
    region: identity.region,
    credentials: localCredentials,
  });
  let trials = 0;
  await stack.intake.pause();

  async function open(wayIn: WayIn): Promise<string> {
    trials += 1;
    const trial = `t${trials}`;
    const report = reportOf(trial);
    // The first call of a new instance is a call, too.
    await stack.functions.kill();
    await (wayIn === 'a file'
      ? s3.send(new PutObjectCommand({ Bucket, Key: `bamboohr/${trial}.csv`, Body: report }))
      : sqs.send(new SendMessageCommand({ QueueUrl: IntakeQueueUrl, MessageBody: report })));
    return trial;
  }

  async function depth(name: 'visible' | 'all'): Promise<number> {
    const counts = queues.map(async (QueueUrl) => {
      const AttributeNames = ['ApproximateNumberOfMessages' as const];
      const inFlight = ['ApproximateNumberOfMessagesNotVisible' as const];
      const wanted = name === 'all' ? [...AttributeNames, ...inFlight] : AttributeNames;
      const command = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: wanted });
      const { Attributes = {} } = await sqs.send(command);
      return Object.values(Attributes).reduce((sum, count) => sum + Number(count), 0);
    });
    return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
  }

  async function consumeOnce(): Promise<void> {
    await stack.intake.start();
    await until(
      () => depth('visible'),
      (visible) => visible === 0,
    );
    await stack.intake.pause();
  }

  async function finish(): Promise<void> {
    for (let round = 1; (await depth('all')) > 0; round += 1) {
      if (round > MAX_ROUNDS) throw new Error(`Records are left after ${MAX_ROUNDS} rounds.`);
      for (const queue of queues) await expireVisibility(sqs, queue);
      await consumeOnce();
    }
    await service.untilAllDone();
  }

  return {
    async callsOf(wayIn) {
      await open(wayIn);
      const from = proxy.calls.length;
      await consumeOnce();
      const calls = proxy.calls.slice(from).map(({ operation }) => operation);
      await finish();
      return calls.filter(isOfTheBatch).map((operation, index, all) => ({
        operation,
        ordinal: all.slice(0, index + 1).filter((name) => name === operation).length,
      }));
    },

    async killAt(wayIn, point) {
      const trial = await open(wayIn);
      const { operation, ordinal, moment } = point;
      const name = `${wayIn}, ${operation} ${ordinal}, ${moment}`;
      const wasKilled = await crash(service, point, consumeOnce);
      await finish();
      const stock = await stockOf(trial, service, auditor);
      const broken = wasKilled ? stock.broken : ['The delivery never made this call.'];
      return { ...stock, injected: 1, broken: broken.map((line) => `${name}: ${line}`) };
    },

    async stop() {
      s3.destroy();
      await auditor.stop();
      await service.stop();
    },
  };
}

/** A report of BambooHR with two people, and one without an address. */
function reportOf(trial: string): string {
  const rows = ['Employee #,First Name,Last Name,Work Email,Status'];
  for (let person = 1; person <= PEOPLE; person += 1)
    rows.push(`${trial}-${person},Ada,Okafor,${trial}-${person}@example.com,Active`);
  return [...rows, `${trial}-3,Bo,Berg,,Active`].join('\n');
}

async function stockOf(
  trial: string,
  service: StackUnderFaults,
  auditor: StackAuditor,
): Promise<Omit<Tally, 'fault' | 'injected'>> {
  const { stack } = service;
  const isOfTrial = (text: string) => text.includes(`${trial}-`);
  const users = stack.directory.users().filter(({ emailAddress }) => isOfTrial(emailAddress));
  const accounts = new Set(users.map(({ emailAddress }) => emailAddress)).size;
  const userIds = new Set(users.map(({ userId }) => userId));
  const records = (await service.records()).filter(({ userId }) => userIds.has(userId?.S ?? ''));
  const rejected = (await service.rejected()).filter(({ body }) => isOfTrial(body));
  const rejectedIds = new Set(rejected.map(({ attributes }) => attributes['requestId']));
  const events = (await service.events()).filter(({ data }) =>
    'emailAddress' in data
      ? isOfTrial(data.emailAddress)
      : 'claimedRequestId' in data && rejectedIds.has(data.claimedRequestId),
  );
  const eventIds = new Set(events.map(({ id }) => id));
  const isAnnounced = events.some(({ type }) => type === 'joiner.user.rejected.v1');
  const broken = [
    ...(accounts < PEOPLE ? ['a person has no account'] : []),
    ...(rejectedIds.size === 0 ? ['the record that cannot be mapped is lost'] : []),
    ...(rejectedIds.size > 1 ? ['one record was rejected as several'] : []),
    ...(isAnnounced ? [] : ['the rejected record has no event']),
    ...((await service.deadLetters()).length > 0 ? ['a message is dead-lettered'] : []),
    ...(await auditor.audit(Date.now())),
  ];
  return {
    people: PEOPLE,
    accounts,
    records: records.length,
    events: eventIds.size,
    lost: PEOPLE - accounts + (rejectedIds.size === 0 ? 1 : 0),
    doubled: users.length - accounts,
    broken,
  };
}
