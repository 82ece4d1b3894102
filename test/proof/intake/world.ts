import type { Item } from '../../../src/aws/user-item.ts';
import type { IntakeFile } from '../../../src/intake/file-progress.ts';
import type { FailedMessage } from '../../../src/provisioning/message-ports.ts';

/** A file of the search: one JSON record a line. */
export interface SearchedFile {
  readonly name: string;
  /** Epoch milliseconds at which it was put into the bucket. */
  readonly askedAtMs: number;
  /** A hire is `id=name`, or `id=name@host` at another address; a record without a name cannot be mapped. */
  readonly records: readonly string[];
}

/** Everything that the deliveries act on, but for the table. Never changed, only replaced. */
export interface World {
  /** Notifications in the queue, by the name of their file; the operator's among them. */
  readonly notifications: readonly string[];
  /** Files that an operator approved. */
  readonly approved: readonly string[];
  /** Hires in the new-hire queue, in no order: the file, and the record. */
  readonly sent: readonly string[];
  /** Originals in the rejected queue. */
  readonly rejected: readonly string[];
  /** Whether an event announced what was not stored yet. */
  readonly announcedTooEarly: boolean;
  /** Whether anything of a file was sent or rejected that waits for an operator. */
  readonly sentWithoutApproval: boolean;
}

export const EMPTY_WORLD: World = {
  notifications: [],
  approved: [],
  sent: [],
  rejected: [],
  announcedTooEarly: false,
  sentWithoutApproval: false,
};

export interface Moment {
  readonly world: World;
  readonly items: ReadonlyMap<string, Item>;
}

export function objectOf({ name, askedAtMs }: SearchedFile): IntakeFile {
  return {
    key: `file#${name}`,
    source: 'test',
    objectKey: `test/${name}.jsonl`,
    versionId: '1',
    size: 100,
    askedAtMs,
  };
}

export function textOfFile({ records }: SearchedFile): string {
  return records
    .map((record) => {
      const [id, hire] = record.split('=');
      const [name, host = HOST] = hire?.split('@') ?? [];
      return JSON.stringify({ id, ...(name !== undefined && { name, mail: `p${id}@${host}` }) });
    })
    .join('\n');
}

const HOST = 'example.com';

export function isMappable(record: string): boolean {
  return record.includes('=');
}

export function isOfSamePerson(one: string, other: string): boolean {
  return isMappable(one) && isMappable(other) && one.split('=')[0] === other.split('=')[0];
}

/** Of two records of one person. */
export function areAtOneAddress(one: string, other: string): boolean {
  return one.split('@')[1] === other.split('@')[1];
}

/** A sent message as the record that it came from. */
export function hireIn(body: string): string {
  const { employeeId, firstName, emailAddress } = JSON.parse(body);
  return recordOf(employeeId, firstName, emailAddress);
}

export function originalIn({ body }: Pick<FailedMessage, 'body'>): string {
  const { id, name, mail } = JSON.parse(body);
  return name === undefined ? id : recordOf(id, name, mail);
}

function recordOf(id: string, name: string, mail: string): string {
  const [, host] = mail.split('@');
  return `${id}=${name}${host === HOST ? '' : `@${host}`}`;
}
