import type { BatchKind } from './batch-kind.ts';
import { EMPLOYEE_BATCHES } from './employee-batches.ts';
import { GROUP_BATCHES } from './group-batches.ts';
import { HIRE_BATCHES } from './hire-batches.ts';

/** The batches on which faults are tried, at every call of a delivery. */
export const BATCH_KINDS: readonly BatchKind[] = [
  ...HIRE_BATCHES,
  ...EMPLOYEE_BATCHES,
  ...GROUP_BATCHES,
];
