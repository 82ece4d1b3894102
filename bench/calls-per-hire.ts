import type { OperationTally } from './proxy/messages.ts';

/** Calls per hire, by service. */
export interface Calls {
  readonly tableWrites: number;
  readonly tableReads: number;
  /** DynamoDB's charge for the writes: one unit per started KB of the item. */
  readonly writeUnits: number;
  readonly readUnits: number;
  readonly createUser: number;
  /** Calls that add an account to a group. */
  readonly grants: number;
  readonly otherDirectoryCalls: number;
  /** Reads of the directory's token from its secret store: once per instance, not per hire. */
  readonly tokenReads: number;
  /** Calls of the function and of the event source mapping, including polling. */
  readonly sqs: number;
}

const TABLE_READS: readonly string[] = ['GetItem', 'BatchGetItem', 'Query', 'Scan'];
/** By the name that each directory has for it. */
const GRANTS: readonly string[] = [
  'AssociateUserToPermissionGroup',
  'CreateGroupMembership',
  'AddToGroup',
];
const TOKEN_READS: readonly string[] = ['GetSecretValue', 'GetParameter'];

export function callsPerHire(tally: readonly OperationTally[], hires: number): Calls {
  const sum = (
    counted: 'calls' | 'capacityUnits',
    isIncluded: (operation: OperationTally) => boolean,
  ) => tally.filter(isIncluded).reduce((total, entry) => total + entry[counted], 0) / hires;
  const isRead = ({ service, operation }: OperationTally) =>
    service === 'dynamodb' && TABLE_READS.includes(operation);
  // Every other table operation counts as a write, so that an unlisted operation is not free.
  const isWrite = (entry: OperationTally) => entry.service === 'dynamodb' && !isRead(entry);
  const isCreate = ({ operation }: OperationTally) => operation === 'CreateUser';
  const isGrant = ({ operation }: OperationTally) => GRANTS.includes(operation);
  const isTokenRead = ({ operation }: OperationTally) => TOKEN_READS.includes(operation);
  const isOther = (entry: OperationTally) =>
    entry.service === 'directory' && !isCreate(entry) && !isGrant(entry) && !isTokenRead(entry);
  return {
    tableWrites: sum('calls', isWrite),
    tableReads: sum('calls', isRead),
    writeUnits: sum('capacityUnits', isWrite),
    readUnits: sum('capacityUnits', isRead),
    createUser: sum('calls', isCreate),
    grants: sum('calls', isGrant),
    otherDirectoryCalls: sum('calls', isOther),
    tokenReads: sum('calls', isTokenRead),
    sqs: sum('calls', ({ service }) => service === 'sqs'),
  };
}
