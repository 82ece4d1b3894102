import type { EmployeePointer } from '../provisioning/record.ts';
import type { PointerExpiry } from '../provisioning/users-store.ts';
import type { ConditionalUpdate } from './conditional-update.ts';
import type { Item } from './user-item.ts';

/** One attempt's pointer, whenever it pointed. */
type Pointed = Omit<EmployeePointer, 'pointedAtMs'>;

/** An id that points again, to whichever record, does not end with the record of before. */
export const POINT = `SET #personKey = :personKey, #attempt = :attempt, #pointedAt = :pointedAt
  REMOVE #expiresAt`;

/** No holder, this one, or exactly the abandoned pointer → this one. */
export function pointUpdate(
  pointer: EmployeePointer,
  abandoned: EmployeePointer | undefined,
): ConditionalUpdate {
  const update = {
    key: pointer.employeeKey,
    update: POINT,
    condition: 'attribute_not_exists(#personKey) OR #personKey = :personKey',
    values: pointingOf(pointer),
  };
  if (!abandoned) return update;
  return {
    ...update,
    condition: `${update.condition} OR (#personKey = :otherPerson AND #attempt = :otherAttempt)`,
    values: {
      ...update.values,
      ':otherPerson': { S: abandoned.personKey },
      ':otherAttempt': { S: abandoned.attempt },
    },
  };
}

/** This holder by this attempt → none. The item stays, so that the function needs no right to delete. */
export function unpointUpdate(pointer: Pointed): ConditionalUpdate {
  return {
    key: pointer.employeeKey,
    update: 'REMOVE #personKey, #attempt, #pointedAt',
    condition: '#personKey = :personKey AND #attempt = :attempt',
    values: pointedBy(pointer),
  };
}

/** This holder by an attempt of this record: ends with it. A record that was reopened since has other attempts. */
export function expirePointerUpdate(expiry: PointerExpiry): ConditionalUpdate {
  const { employeeKey, personKey, since, expiresAtEpochSeconds } = expiry;
  return {
    key: employeeKey,
    update: 'SET #expiresAt = :expiresAt',
    condition: '#personKey = :personKey AND begins_with(#attempt, :since)',
    values: {
      ':personKey': { S: personKey },
      ':since': { S: since },
      ':expiresAt': { N: String(expiresAtEpochSeconds) },
    },
  };
}

/** The values of `SET_POINTER`. */
export function pointingOf(pointer: EmployeePointer): Item {
  return { ...pointedBy(pointer), ':pointedAt': { N: String(pointer.pointedAtMs) } };
}

function pointedBy({ personKey, attempt }: Pointed): Item {
  return { ':personKey': { S: personKey }, ':attempt': { S: attempt } };
}
