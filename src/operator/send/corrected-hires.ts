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
  /** Absent where the address is what had to be corrected. */
  readonly personKey?: string;
}

/**
 * A row that contract or policy refuses is done where an operator has corrected its message: the hire then has an
 * account under the same employee id or request id. A row that they accept is never: its employee id, met at another
 * address, may be the words of another sender.
 */
export async function compareWithCorrections(
  hires: readonly PlannedHire[],
  findByIds: FindByIds,
  digests: Digests,
): Promise<readonly PlannedHire[]> {
  const idsOf = new Map(
    hires
      .filter(({ prospect, hire }) => prospect.kind === 'rejected' && hire === undefined)
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

const ADDRESS_AT_FAULT = /(?:^|\. )emailAddress: /;

function ids({ body, prospect }: PlannedHire, { pseudonymOf, personKeyOf }: Digests): Ids {
  const reading = readMessage(body, pseudonymOf);
  const { employeeId, correlation } = reading;
  const emailAddress = reading.kind === 'hire' ? reading.hire.emailAddress : reading.emailAddress;
  const isAtFault = prospect.kind === 'rejected' && ADDRESS_AT_FAULT.test(prospect.reason.message);
  return {
    ...(employeeId !== undefined && { employeeId }),
    ...(emailAddress !== undefined && !isAtFault && { personKey: personKeyOf(emailAddress) }),
    requestId: correlation.requestId,
  };
}

/** Two employee ids are two people, also under one request id. */
function isOf(
  record: UserRecord,
  { employeeId, requestId, personKey }: Ids,
  digests: Digests,
): boolean {
  if (personKey !== undefined && record.personKey !== personKey) return false;
  if (employeeId !== undefined && record.employeeKey !== undefined)
    return record.employeeKey === digests.employeeKeyOf(employeeId);
  return record.requestId === requestId;
}
