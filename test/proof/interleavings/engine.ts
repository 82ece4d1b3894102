import { cancelScheduled } from '../../../src/aws/cancel-scheduled.ts';
import { createCreationBudget } from '../../../src/aws/creation-budget.ts';
import { createDueHires } from '../../../src/aws/due-hires.ts';
import { eraseRecord } from '../../../src/aws/erase-record.ts';
import { createScheduledTable } from '../../../src/aws/scheduled-table.ts';
import { createUsersTable } from '../../../src/aws/users-table.ts';
import { createCreationPlaces } from '../../../src/provisioning/creation-places.ts';
import { createDigests } from '../../../src/provisioning/digests.ts';
import { settledAtMsOf } from '../../../src/provisioning/erasure.ts';
import { provisionBatch } from '../../../src/provisioning/provision-batch.ts';
import { releaseDueHires } from '../../../src/provisioning/release-due-hires.ts';
import { REASSIGN_COMMAND, type ReassignCommand } from './reassigning.ts';

/** What is searched: the engine as it is, or with a rule taken out. */
export interface Engine extends ReassignCommand {
  readonly createDigests: typeof createDigests;
  readonly provisionBatch: typeof provisionBatch;
  readonly createUsersTable: typeof createUsersTable;
  readonly settledAtMsOf: typeof settledAtMsOf;
  readonly eraseRecord: typeof eraseRecord;
  readonly createScheduledTable: typeof createScheduledTable;
  readonly createDueHires: typeof createDueHires;
  readonly createCreationBudget: typeof createCreationBudget;
  readonly createCreationPlaces: typeof createCreationPlaces;
  readonly cancelScheduled: typeof cancelScheduled;
  readonly releaseDueHires: typeof releaseDueHires;
}

export const ENGINE: Engine = {
  createDigests,
  provisionBatch,
  createUsersTable,
  settledAtMsOf,
  eraseRecord,
  createScheduledTable,
  createDueHires,
  createCreationBudget,
  createCreationPlaces,
  cancelScheduled,
  releaseDueHires,
  ...REASSIGN_COMMAND,
};
