import type { CompletionEvent, ProvisionedEvent } from '../../src/contracts/completion-event.ts';
import type { DirectoryUser } from '../../src/provisioning/directory-user.ts';
import type { FailedMessageFacts } from '../../src/provisioning/events.ts';
import { hasAccount } from '../../src/provisioning/has-account.ts';
import type { AccountRecord, UserRecord } from '../../src/provisioning/record.ts';
import { digestsFor } from '../support/engine/digests.ts';
import type { Membership } from './in-memory/memory-directory.ts';

/** What a simulation shows at one moment. The promises are about nothing else. */
export interface View {
  /** Absent where nothing waits for its day. */
  readonly nowMs?: number;
  /** An operator cancelled the hire, and the command said that no account will be made. */
  readonly isCancelled?: boolean;
  /** It was of this person. HR may have asked for the employee at another address since. */
  readonly cancelledPersonKey?: string;
  /** Every message, and when HR asked for it; absent where the story has one person. */
  readonly asked?: readonly { readonly body: string; readonly askedAtMs: number }[];
  /** Where a command said to an operator that no account will be made. */
  readonly cancellations?: readonly {
    readonly personKey: string;
    readonly atMs: number;
    readonly accountsThen: readonly string[];
  }[];
  readonly records: readonly UserRecord[];
  /** In the directory now, the first one first. */
  readonly accounts: readonly Account[];
  /** Whether a creation for an employee first looks for an account with the id. */
  readonly findsEmployees?: boolean;
  /** In the directory once, and removed since. */
  readonly gone: readonly DirectoryUser[];
  /** User ids of the accounts that the engine created, removed ones included. */
  readonly made: ReadonlySet<string>;
  /** For each account that the engine created, the hour in whose budget it counts; absent without a limit. */
  readonly creations?: readonly Creation[];
  /** The most that the limit, or an operator, allowed in an hour. */
  readonly creationsPerHour?: (hour: number | undefined) => number;
  /** Who is in which group, removed accounts included; absent where no hire gets groups. */
  readonly members?: readonly Membership[];
  /** The groups that a hire gets by the rules, sorted. */
  readonly groupsOf?: (body: string) => readonly string[];
  /** Whether accounts that were there before get groups, too. */
  readonly grantsToExisting?: boolean;
  /** Keys of the people whose record an operator erased: the engine has forgotten who was first. */
  readonly erased: ReadonlySet<string>;
  /** User ids of the accounts whose record an operator gave to another employee id. */
  readonly given: ReadonlySet<string>;
  /** Every event that was published, repeats included. */
  readonly events: readonly PublishedEvent[];
  /** Every message that the function ever moved to the rejected or the dead-letter queue. */
  readonly kept: readonly KeptMessage[];
  /** Bodies of the messages that were ever sent. */
  readonly sent: readonly string[];
  /** Bodies of the messages in the new-hire queue. */
  readonly waiting: readonly string[];
  /** Bodies of the messages that are done, and so deleted from the new-hire queue. */
  readonly deleted: readonly string[];
  /** Epoch milliseconds at which the message with this id was sent. */
  readonly sentAtMsOf: (messageId: string) => number | undefined;
  readonly factsOf: (body: string) => FailedMessageFacts;
  readonly personKeyOf: (emailAddress: string) => string;
  /** Epoch milliseconds at which the account of a hire with a date is due. */
  readonly dueAtMsOf?: (body: string) => number | undefined;
  readonly employeeKeyOf: (employeeId: string) => string;
}

export interface Creation {
  readonly userId: string;
  /** The same for two creations if the second repeats an attempt whose account was lost before it was on record. */
  readonly attempt: string;
  /** Absent where no claim had counted it. */
  readonly hour?: number;
}

/** An account, and the employee id of the hire that made it, where that is known. */
export type Account = DirectoryUser & { readonly madeFor?: string };

export interface PublishedEvent {
  readonly event: CompletionEvent;
  /** Bodies of the messages that it may be about: several where messages repeat a request. */
  readonly bodies: readonly string[];
  /** Whether the directory showed the delivery that it is about the account at another address. */
  readonly sawOtherAddress?: boolean;
  /** User ids of the accounts that had been made when it was said that a hire waits. */
  readonly madeThen?: readonly string[];
}

export interface KeptMessage {
  readonly body: string;
  readonly code: string;
  /** Whether the delivery could see an account of our making that was on no record. */
  readonly despiteAccount: boolean;
}

/** The view, and what follows from it. */
export interface Seen extends View {
  readonly provisioned: readonly Provisioned[];
  readonly done: readonly DoneRecord[];
  /** The groups that an account is in, sorted. */
  memberOf(userId: string): readonly string[];
  /** The groups that a hire gets by the rules, sorted. */
  groupsOf(body: string): readonly string[];
  /** At the person's address, whatever employee id the directory notes. */
  isAccountOf(account: DirectoryUser, person: Person): boolean;
  /** Removed accounts of the person. */
  goneOf(personKey: string | undefined): readonly DirectoryUser[];
  isGone(userId: string): boolean;
  hasEvent(body: string): boolean;
}

/** A provisioned event, and what it names. */
export interface Provisioned {
  readonly event: ProvisionedEvent;
  readonly bodies: readonly string[];
  /** Of the message that it is about. */
  readonly facts: FailedMessageFacts;
  readonly account: DirectoryUser | undefined;
}

/** A record with an account, and that account. */
export interface DoneRecord {
  readonly record: AccountRecord;
  readonly account: DirectoryUser | undefined;
}

interface Person {
  readonly personKey?: string | undefined;
}

export function lookAt(view: View): Seen {
  const { accounts, gone, events, records, sent, factsOf, personKeyOf } = view;
  const { members = [], groupsOf = () => [] } = view;
  const accountOf = (userId: string): DirectoryUser | undefined =>
    [...accounts, ...gone].find((user) => user.userId === userId);
  const isAccountOf: Seen['isAccountOf'] = ({ emailAddress }, { personKey }) =>
    personKeyOf(emailAddress) === personKey;

  return {
    ...view,
    isAccountOf,
    provisioned: events.flatMap(({ event, bodies }) =>
      event.type === 'joiner.user.provisioned.v1'
        ? [
            {
              event,
              bodies,
              facts: factsOf(bodies[0] ?? ''),
              account: accountOf(event.data.userId),
            },
          ]
        : [],
    ),
    done: records.flatMap((record) =>
      hasAccount(record) ? [{ record, account: accountOf(record.userId) }] : [],
    ),
    groupsOf,
    memberOf: (userId) =>
      members.flatMap((one) => (one.userId === userId ? [one.group] : [])).sort(),
    goneOf(personKey) {
      if (gone.length === 0) return gone;
      const facts = sent.map(factsOf).filter((one) => one.personKey === personKey);
      return gone.filter((account) => facts.some((person) => isAccountOf(account, person)));
    },
    isGone: (userId) => gone.some((user) => user.userId === userId),
    hasEvent: (body) => events.some(({ bodies }) => bodies.includes(body)),
  };
}

/** A digest does not depend on the directory. */
const { digestOf } = digestsFor('any');
const DIGESTS = new WeakMap<DirectoryUser, string>();

/** The digest of what an account is. An account is never changed, only replaced. */
export function accountDigestOf(account: DirectoryUser): string {
  const digest = DIGESTS.get(account) ?? digestOf(account);
  DIGESTS.set(account, digest);
  return digest;
}
