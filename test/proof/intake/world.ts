import type { Item } from '../../../src/aws/user-item.ts';
import type { IntakeFile } from '../../../src/intake/file-progress.ts';
import type { FailedMessage } from '../../../src/provisioning/message-ports.ts';

/** A file of the search: one JSON record a line. */
export interface SearchedFile {
  readonly name: string;
  /** Epoch milliseconds at which it was put into the bucket. */
  readonly askedAtMs: number;
  /** A hire is `id=name`; a record without a name cannot be mapped. */
  readonly records: readonly string[];
}

/** Everything that the deliveries act on, but for the table. Never changed, only replaced. */
export interface World {
  /** Notifications in the queue, by the name of their file; the operator's among them. */
  readonly notifications: readonly string[];
  /** Files that an operator approved. */
  readonly approved: readonly string[];
  /** Hires in the new-hire queue, in no order: `file id=name`. */
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
      const [id, name] = record.split('=');
      return JSON.stringify({
        id,
        ...(name !== undefined && { name, mail: `p${id}@example.com` }),
      });
    })
    .join('\n');
}

export function isMappable(record: string): boolean {
  return record.includes('=');
}

/** A sent message as `id=name`. */
export function hireIn(body: string): string {
  const { employeeId, firstName } = JSON.parse(body);
  return `${employeeId}=${firstName}`;
}

export function originalIn({ body }: Pick<FailedMessage, 'body'>): string {
  return JSON.parse(body).id;
}
