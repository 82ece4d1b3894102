import { isExpectedGone } from '../../../src/audit/read-table.ts';
import type { DirectoryUser } from '../../../src/provisioning/directory-user.ts';
import { hasAccount } from '../../../src/provisioning/has-account.ts';
import type { Simulation } from './simulation.ts';

/** What `joiner audit` reports of the end and no one but Joiner has done, and what it fails to report. */
export async function brokenAudit(simulation: Simulation): Promise<readonly string[]> {
  const reported = await simulation.audit();
  const expected = [
    ...goneOf(simulation),
    ...stuckOf(simulation),
    ...duplicatesOf(simulation),
    ...unknownOf(simulation),
  ];
  const excused = danglingOf(simulation);
  return [
    ...reported.filter((line) => ![...expected, ...excused].includes(line)),
    ...expected.filter((line) => !reported.includes(line)).map((line) => `missing: ${line}`),
  ];
}

/** An administrator deleted the account, and no message about the person came since. */
function goneOf({ records, directory }: Simulation): readonly string[] {
  return records
    .all()
    .filter(hasAccount)
    .filter((record) => !isExpectedGone(record))
    .filter(({ userId }) => directory.gone.some((user) => user.userId === userId))
    .map(({ personKey }) => `an audit reports account-gone of ${personKey}`);
}

/**
 * The account that an employee id pointed to was deleted, and the next employee's hire took the address; or HR gave one
 * address to two employees. No rule moves the id of the other one: an operator decides, as the audit says.
 */
function danglingOf({ directory, queues, factsOf, personKeyOf }: Simulation): readonly string[] {
  const hires = queues.bodies.map(factsOf).filter(({ employeeId }) => employeeId !== undefined);
  const contested = [...Map.groupBy(hires, ({ personKey }) => personKey)]
    .filter(([, ofPerson]) => new Set(ofPerson.map(({ employeeId }) => employeeId)).size > 1)
    .map(([personKey]) => personKey);
  return [...directory.gone.map(({ emailAddress }) => personKeyOf(emailAddress)), ...contested].map(
    (personKey) => `an audit reports pointer-dangling of ${personKey}`,
  );
}

/** That no other record may stay unfinished, the promises say. */
function stuckOf({ records }: Simulation): readonly string[] {
  return records
    .all()
    .filter(
      (record) =>
        record.state === 'CREATING' || (record.state === 'GRANTING' && !isExpectedGone(record)),
    )
    .map(({ personKey }) => `an audit reports record-stuck of ${personKey}`);
}

/** Accounts that share an address or an employee number, of which Joiner has made one at most. */
function duplicatesOf({
  directory: { users, made },
  personKeyOf,
  employeeKeyOf,
}: Simulation): readonly string[] {
  const noted = users.filter(({ employeeId }) => employeeId !== undefined);
  const byKey = [
    ...Map.groupBy(users, ({ emailAddress }) => personKeyOf(emailAddress)),
    ...Map.groupBy(noted, ({ employeeId = '' }) => employeeKeyOf(employeeId)),
  ];
  // Accounts that share both are one finding.
  const byAccounts = new Map<string, string>();
  for (const [key, sharing] of byKey) {
    const ids = sharing.map(({ userId }) => userId).join();
    if (sharing.length > 1 && sharing.filter(({ userId }) => made.has(userId)).length < 2)
      byAccounts.set(ids, byAccounts.get(ids) ?? key);
  }
  return [...byAccounts.values()].map((key) => `an audit reports duplicate-accounts of ${key}`);
}

function unknownOf({ records, directory: { users, made } }: Simulation): readonly string[] {
  const known = records
    .all()
    .filter(hasAccount)
    .map(({ userId }) => userId);
  const isUnknown = ({ userId }: DirectoryUser) => !known.includes(userId) && !made.has(userId);
  return users.filter(isUnknown).map(({ userId }) => `an audit does not know ${userId}`);
}
