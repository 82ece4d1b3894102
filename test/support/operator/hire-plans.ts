import type { Policy } from '../../../src/contracts/policy.ts';
import type { FailedMessage } from '../../../src/operator/failed/failed-message.ts';
import { type Plan, planHires } from '../../../src/operator/send/plan-hires.ts';
import type { DirectoryUser } from '../../../src/provisioning/directory-user.ts';
import type { StartRules } from '../../../src/provisioning/due-time.ts';
import type { GroupRules } from '../../../src/provisioning/group-rules.ts';
import type { FindResult, Target } from '../../../src/provisioning/ports.ts';
import type { UserRecord } from '../../../src/provisioning/record.ts';
import type { ScheduledHire } from '../../../src/provisioning/scheduled-hires.ts';
import { digestsFor, INTAKE_DIGESTS } from '../engine/digests.ts';

const TARGET = 'finspace:000000000000:eu-west-1:env';
/** What shows that a failed message is a function's own. */
export const PROVENANCE = {
  digests: digestsFor(TARGET),
  intakeDigests: INTAKE_DIGESTS,
  queueArns: {
    'new-hires': 'arn:aws:sqs:eu-west-1:000000000000:new-hires',
    intake: 'arn:aws:sqs:eu-west-1:000000000000:intake',
    'intake-files': 'arn:aws:sqs:eu-west-1:000000000000:intake-files',
  },
};

const neverAborted = new AbortController().signal;

export interface StackContents {
  readonly records?: readonly UserRecord[];
  readonly failed?: readonly FailedMessage[];
  readonly failedInFlightElsewhere?: number;
  readonly accounts?: readonly DirectoryUser[];
  readonly findsTogether?: boolean;
  readonly onFind?: () => Promise<void>;
  readonly policy?: Partial<Policy>;
  readonly startRules?: StartRules;
  readonly waiting?: readonly Pick<ScheduledHire, 'key' | 'personKey' | 'state'>[];
  readonly requires?: Target['requires'];
  readonly profile?: NonNullable<Target['profile']>;
  readonly groupRules?: GroupRules;
}

/** The plan for hires on a stack with these records, whose directory has these accounts. */
export function planOf(bodies: readonly object[], contents: StackContents = {}): Promise<Plan> {
  const { records = [], accounts = [], findsTogether = false, onFind } = contents;
  return planHires(
    bodies.map((body, index) => ({ line: index + 1, body: JSON.stringify(body) })),
    {
      policy: {
        allowedUserTypes: ['APP_USER'],
        allowedApiAccessPrincipalArns: [],
        allowedEmailDomains: ['*'],
        acceptedEventTypes: [],
        singleName: 'reject',
        ...contents.policy,
      },
      startRules: contents.startRules ?? { daysBefore: 0, timeZone: 'UTC' },
      digests: digestsFor(TARGET),
      intakeDigests: INTAKE_DIGESTS,
      target: {
        id: TARGET,
        supports: { superUsers: true, apiAccess: true },
        requires: contents.requires ?? [],
        ...(contents.profile && { profile: contents.profile }),
        findsTogether,
        async find(address) {
          await onFind?.();
          return found(accounts, address);
        },
      },
      store: { read: async (key) => records.find(({ personKey }) => personKey === key) },
      readPointer: async (employeeKey) => {
        const holder = records.find((record) => record.employeeKey === employeeKey);
        return (
          holder && { employeeKey, personKey: holder.personKey, attempt: '0-1', pointedAtMs: 0 }
        );
      },
      readScheduled: async (key) => contents.waiting?.find((one) => one.key === key),
      ...(contents.groupRules && { groupRules: contents.groupRules }),
      signal: neverAborted,
      directorySignal: neverAborted,
      failed: async () => ({
        messages: contents.failed ?? [],
        inFlightElsewhere: contents.failedInFlightElsewhere ?? 0,
      }),
      findByIds: async (ids) =>
        records.filter(
          ({ employeeKey, requestId }) =>
            ids.has(requestId) ||
            [...ids].some((id) => digestsFor(TARGET).employeeKeyOf(id) === employeeKey),
        ),
    },
  );
}

function found(accounts: readonly DirectoryUser[], address: string): FindResult {
  const [first, ...others] = accounts.filter(
    ({ emailAddress }) => emailAddress.toLowerCase() === address,
  );
  return first ? { kind: 'found', users: [first, ...others] } : { kind: 'absent' };
}

/** The record that the message of the hire has made, with the changes of a test. */
async function recordOf(body: object, changes: object): Promise<UserRecord> {
  const { hires } = await planOf([body]);
  const { personKey, requestKey, requestId, employeeKey, requestedDigest } = hires[0]?.hire ?? {};
  return {
    personKey,
    requestKey,
    requestId,
    messageId: 'm-1',
    employeeKey,
    requestEmployeeKey: employeeKey,
    attempts: 1,
    firstAttemptAtMs: 0,
    attemptedDigests: new Set(),
    leaseUntilMs: 0,
    userId: 'user-1',
    outcome: 'created',
    requestedDigest,
    accountDigest: requestedDigest,
    reasonCode: 'refused-by-target',
    reason: 'No.',
    ...changes,
  } as unknown as UserRecord;
}

export const creating = (body: object, changes: object = {}) =>
  recordOf(body, { state: 'CREATING', ...changes });
export const provisioned = (body: object, changes: object = {}) =>
  recordOf(body, { state: 'PROVISIONED', ...changes });
export const failed = (body: object, changes: object = {}) =>
  recordOf(body, { state: 'FAILED', ...changes });
