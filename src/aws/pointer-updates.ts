import type { EmployeePointer } from '../provisioning/record.ts';
import type { ConditionalUpdate } from './conditional-update.ts';
import type { Item } from './user-item.ts';

/** No holder, or this one → this one. */
export function pointUpdate(pointer: EmployeePointer): ConditionalUpdate {
  return {
    key: pointer.employeeKey,
    update: 'SET #personKey = :personKey, #attempt = :attempt',
    condition: 'attribute_not_exists(#personKey) OR #personKey = :personKey',
    values: pointedBy(pointer),
  };
}

/** This holder by this attempt → none. The item stays, so that the function needs no right to delete. */
export function unpointUpdate(pointer: EmployeePointer): ConditionalUpdate {
  return {
    key: pointer.employeeKey,
    update: 'REMOVE #personKey, #attempt',
    condition: '#personKey = :personKey AND #attempt = :attempt',
    values: pointedBy(pointer),
  };
}

export function pointedBy({ personKey, attempt }: EmployeePointer): Item {
  return { ':personKey': { S: personKey }, ':attempt': { S: attempt } };
}
