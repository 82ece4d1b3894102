import { readMessage } from '../../contracts/message.ts';
import type { Digests } from '../../provisioning/digests.ts';
import { hasAccount } from '../../provisioning/has-account.ts';
import type { UserRecord } from '../../provisioning/record.ts';
import type { PlannedHire } from './planned-hire.ts';

/** Finds the records with one of these employee ids, or request ids. */
export type FindByIds = (ids: ReadonlySet<string>) => Promise<readonly UserRecord[]>;

interface Ids {
  readonly employeeId?: string;
  readonly requestId: string;
}

/**
 * A row that would be rejected is done where an operator has corrected its message: the hire then has an
 * account under the same employee id or request id. Looks only for rows that would be rejected.
 */
export async function compareWithCorrections(
  hires: readonly PlannedHire[],
  findByIds: FindByIds,
  digests: Digests,
): Promise<readonly PlannedHire[]> {
  const idsOf = new Map(
    hires
      .filter(({ prospect }) => prospect.kind === 'rejected')
      .map((hire) => [hire, ids(hire, digests)]),
  );
  if (idsOf.size === 0) return hires;
  const wanted = [...idsOf.values()].flatMap(({ employeeId, requestId }) => [
    ...(employeeId === undefined ? [] : [employeeId]),
    requestId,
  ]);
  const records = await findByIds(new Set(wanted));
  return hires.map((hire) => {
    const of = idsOf.get(hire);
    const record = of && records.filter(hasAccount).find((one) => isOf(one, of, digests));
    if (record === undefined || hire.prospect.kind !== 'rejected') return hire;
    const { reason } = hire.prospect;
    return { ...hire, prospect: { kind: 'done', userId: record.userId, reason } };
  });
}

function ids({ body }: PlannedHire, { pseudonymOf }: Digests): Ids {
  const { employeeId, correlation } = readMessage(body, pseudonymOf);
  return {
    ...(employeeId !== undefined && { employeeId }),
    requestId: correlation.requestId,
  };
}

/** Two employee ids are two people, also under one request id. */
function isOf(record: UserRecord, { employeeId, requestId }: Ids, digests: Digests): boolean {
  if (employeeId !== undefined && record.employeeKey !== undefined)
    return record.employeeKey === digests.employeeKeyOf(employeeId);
  return record.requestId === requestId;
}
