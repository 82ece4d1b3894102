import { DeleteItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { packageDirOf } from '../../../local/stack/packaging.ts';
import type { LocalStackOptions } from '../../../local/stack/stack.ts';
import { createAudit } from '../../../src/audit/audit.ts';
import { type AuditState, newAuditState } from '../../../src/audit/audit-state.ts';
import type { AuditDeps } from '../../../src/audit/ports.ts';
import { type AuditReport, reportOf } from '../../../src/audit/report.ts';
import { type RunEnd, runAudit } from '../../../src/audit/run-audit.ts';
import { auditOfStack } from '../../../src/operator/audit/audit-of-stack.ts';
import { readDigests } from '../../../src/operator/stack/stack.ts';
import type { Digests } from '../../../src/provisioning/digests.ts';
import { scanAll } from '../aws/scan-all.ts';
import { HOUR_MS } from '../bodies/hires.ts';
import { createManualClock, type ManualClock } from '../time/manual-clock.ts';
import { type OperatedStack, startOperatedStack } from './operated-stack.ts';

/** A stack with people whose records are old enough to be believed, and audits of it on a clock that a test moves. */
export interface AuditedStack extends OperatedStack {
  readonly digests: Digests;
  /** Hires people, each with an employee id and the groups of the sample rules, a day ago as the audit sees it. */
  hire(...names: readonly string[]): Promise<void>;
  person(name: string): Promise<AuditedPerson>;
  /** Removes all that there is of a person. */
  forget(name: string): Promise<void>;
  changeItem(pk: string, expression: string, values?: object, names?: object): Promise<void>;
  deleteItem(pk: string): Promise<void>;
  /** Audits to the end, over the wait. `beforeSecondLook` is called while it waits. */
  audit(options?: AuditOptions): Promise<AuditEnd>;
  /** Of an audit that the test takes step by step. */
  depsAt(clock: ManualClock): Promise<AuditDeps>;
}

export interface AuditedPerson {
  readonly address: string;
  readonly employeeId: string;
  readonly personKey: string;
  readonly employeeKey: string;
  readonly userId: string;
}

interface AuditOptions {
  readonly sinceMs?: number;
  readonly namesUnknown?: boolean;
  readonly state?: AuditState;
  readonly beforeSecondLook?: () => Promise<void> | void;
}

export interface AuditEnd {
  readonly end: RunEnd;
  readonly state: AuditState;
  readonly report: AuditReport;
  readonly hasWaited: boolean;
}

const ANALYST = { department: 'Quantitative Research', userType: 'Employee' };
const { signal } = new AbortController();
const pause = async () => {};

export async function startAuditedStack(
  target: string,
  options: LocalStackOptions = {},
): Promise<AuditedStack> {
  const service = await startOperatedStack({ packageDir: packageDirOf(target), ...options });
  const { operated } = service;
  const digests = await readDigests(operated);
  const { dynamoDb } = operated.clients;
  const TableName = operated.outputs.UsersTableName;
  const userIds = new Map<string, string>();
  let hires = 0;
  const addressOf = (name: string) => `${name}@example.com`;

  const changeItem: AuditedStack['changeItem'] = async (pk, expression, values, names) => {
    await dynamoDb.send(
      new UpdateItemCommand({
        TableName,
        Key: { pk: { S: pk } },
        UpdateExpression: expression,
        ...(values && { ExpressionAttributeValues: { ...values } }),
        ...(names && { ExpressionAttributeNames: { ...names } }),
      }),
    );
  };
  const deleteItem = async (pk: string) => {
    await dynamoDb.send(new DeleteItemCommand({ TableName, Key: { pk: { S: pk } } }));
  };
  const depsAt = async (clock: ManualClock): Promise<AuditDeps> => ({
    ...(await auditOfStack(operated)).deps,
    clock,
  });

  async function person(name: string): Promise<AuditedPerson> {
    const address = addressOf(name);
    const employeeId = `E-${name}`;
    return {
      address,
      employeeId,
      personKey: digests.personKeyOf(address),
      employeeKey: digests.employeeKeyOf(employeeId),
      userId: userIds.get(name) ?? '',
    };
  }

  return {
    ...service,
    digests,
    changeItem,
    deleteItem,
    depsAt,
    person,
    async hire(...names) {
      for (const name of names) {
        hires += 1;
        // Another content each time: FinSpace returns the same account for the same client token.
        const names = { firstName: 'Ada', lastName: `Byron ${hires}` };
        const ids = { emailAddress: addressOf(name), employeeId: `E-${name}`, requestId: name };
        await service.send(JSON.stringify({ ...ids, ...names, ...ANALYST }));
      }
      await service.untilDone();
      for (const name of names) {
        const account = service.stack.directory
          .users()
          .find(({ emailAddress }) => emailAddress === addressOf(name));
        userIds.set(name, account?.userId ?? '');
      }
    },
    async forget(name) {
      const { personKey, employeeKey, address, userId } = await person(name);
      await deleteItem(personKey);
      await deleteItem(employeeKey);
      const { directory } = service.stack;
      const theirs = directory
        .users()
        .filter((user) => user.userId === userId || user.emailAddress.toLowerCase() === address);
      for (const user of theirs) directory.removeUser(user.userId);
    },
    async audit(options = {}) {
      const { deps, audited } = await auditOfStack(operated);
      // A day later, every record is older than any call and any lag of reads.
      const clock = createManualClock(Date.now() + 24 * HOUR_MS);
      const state = options.state ?? newAuditState(clock.now(), options.sinceMs);
      const audit = createAudit(state, { ...deps, clock });
      const run = { ratePerSecond: 1, signal, pause, onProgress: () => {} };
      let end = await runAudit(audit, run);
      const hasWaited = end.kind === 'waiting';
      if (end.kind === 'waiting') {
        await options.beforeSecondLook?.();
        clock.set(end.untilMs);
        end = await runAudit(audit, run);
      }
      const report = reportOf(state, audited, {
        namesUnknown: options.namesUnknown ?? false,
        showsAddresses: false,
        written: new Set(),
      });
      return { end, state, report, hasWaited };
    },
  };
}

/** Every item of the users table. */
export function itemsOf({ operated }: OperatedStack) {
  return scanAll(operated.clients.dynamoDb, operated.outputs.UsersTableName);
}
