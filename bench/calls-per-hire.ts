import type { OperationTally } from './proxy/messages.ts';

/** Calls for each hire, by service. */
export interface Calls {
  readonly tableWrites: number;
  readonly tableReads: number;
  /** What DynamoDB charges for the writes: a unit for each begun KB of the item. */
  readonly writeUnits: number;
  readonly readUnits: number;
  readonly createUser: number;
  readonly otherDirectoryCalls: number;
  /** Of the place that keeps the directory's token: once for an instance, not for a hire. */
  readonly tokenReads: number;
  /** Of the function and of the event source mapping, polling included. */
  readonly sqs: number;
}

const TABLE_READS: readonly string[] = ['GetItem', 'BatchGetItem', 'Query', 'Scan'];
const TOKEN_READS: readonly string[] = ['GetSecretValue', 'GetParameter'];

export function callsPerHire(tally: readonly OperationTally[], hires: number): Calls {
  const sum = (
    counted: 'calls' | 'capacityUnits',
    isMeant: (operation: OperationTally) => boolean,
  ) => tally.filter(isMeant).reduce((total, entry) => total + entry[counted], 0) / hires;
  const isRead = ({ service, operation }: OperationTally) =>
    service === 'dynamodb' && TABLE_READS.includes(operation);
  // Whatever does not read counts as a write: an operation that nobody thought of must not be free.
  const isWrite = (entry: OperationTally) => entry.service === 'dynamodb' && !isRead(entry);
  const isCreate = ({ operation }: OperationTally) => operation === 'CreateUser';
  const isTokenRead = ({ operation }: OperationTally) => TOKEN_READS.includes(operation);
  const isOther = (entry: OperationTally) =>
    entry.service === 'directory' && !isCreate(entry) && !isTokenRead(entry);
  return {
    tableWrites: sum('calls', isWrite),
    tableReads: sum('calls', isRead),
    writeUnits: sum('capacityUnits', isWrite),
    readUnits: sum('capacityUnits', isRead),
    createUser: sum('calls', isCreate),
    otherDirectoryCalls: sum('calls', isOther),
    tokenReads: sum('calls', isTokenRead),
    sqs: sum('calls', ({ service }) => service === 'sqs'),
  };
}
