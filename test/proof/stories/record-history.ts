import { isDeepStrictEqual } from 'node:util';
import type { UserRecord } from '../../../src/provisioning/record.ts';
import type { Simulation } from './simulation.ts';

/** The one write to a record that is done: a duplicate brings its first employee id, or the same id again. */
function onlyLearnedEmployee(old: UserRecord, record: UserRecord): boolean {
  if (record.employeeKey === undefined) return false;
  const { employeeKey = record.employeeKey } = old;
  return isDeepStrictEqual({ ...old, employeeKey }, record);
}

/** Compares records from step to step, which no view of one moment shows. */
export function createRecordHistory({ records, directory }: Simulation) {
  const before = new Map<string, UserRecord>();

  /** Returns each promise that a change since the last call has broken. */
  return function brokenChanges(): readonly string[] {
    const changed = records.all().filter((record) => before.get(record.personKey) !== record);
    const broken = changed.flatMap((record) => {
      const old = before.get(record.personKey);
      return old ? brokenChange(old, record) : [];
    });
    for (const record of changed) before.set(record.personKey, record);
    return broken;
  };

  function brokenChange(old: UserRecord, record: UserRecord): readonly string[] {
    const broken = record.attempts < old.attempts ? ['a record forgot an attempt'] : [];
    if (old.state !== 'PROVISIONED') return broken;
    const isGone = directory.gone.some(({ userId }) => userId === old.userId);
    return isGone || onlyLearnedEmployee(old, record)
      ? broken
      : [...broken, 'a record that was done has changed'];
  }
}
