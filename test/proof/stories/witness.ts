import { hasAccount } from '../../../src/provisioning/has-account.ts';
import type { UserRecord } from '../../../src/provisioning/record.ts';
import type { Claim } from '../../../src/provisioning/users-store.ts';
import { digestsFor } from '../../support/engine/digests.ts';
import type { MemoryDirectory } from '../in-memory/memory-directory.ts';
import type { Records } from '../in-memory/records.ts';
import type { MessageFacts } from '../message-facts.ts';
import type { Instance } from './instance.ts';

interface Look {
  readonly isHidden: boolean;
  readonly record: UserRecord | undefined;
}

interface Surroundings extends MessageFacts {
  readonly records: Records;
  readonly directory: MemoryDirectory;
  readonly broken: string[];
  /** The instances that are running. */
  readonly instances: readonly Instance[];
}

/**
 * Remembers what each instance could see when it last looked at a person. So a rejection against
 * what the instance could see differs from one that another instance has overtaken.
 */
export function createWitness(around: Surroundings) {
  const { records, directory, broken, instances, factsOf, isBeyondDirectory, personKeyOf } = around;
  const claimants = new Map<string, Instance>();
  const lastLooks = new Map<Instance, Map<string, Look>>();
  const overtaken = new Set<string>();
  const digests = digestsFor(directory.id);
  const employeeKeyOf = (id: string | undefined) => id && digests.employeeKeyOf(id);

  /** An account that a call of ours made, and that no record names. */
  const hasHiddenAccount = (personKey: string): boolean =>
    !hasAccount(records.of(personKey)) &&
    directory.users.some(
      ({ userId, emailAddress }) =>
        directory.made.has(userId) && personKeyOf(emailAddress) === personKey,
    );

  const messagesOf = ({ bodies }: Instance, personKey: string): readonly string[] =>
    bodies.filter((body) => factsOf(body).personKey === personKey);

  function looks(instance: Instance, personKey: string): void {
    const ofInstance = lastLooks.get(instance) ?? new Map<string, Look>();
    lastLooks.set(instance, ofInstance);
    const record = records.of(personKey);
    // A record that says FAILED lets its own message repeat the rejection, whatever came after.
    const isHidden = record?.state !== 'FAILED' && hasHiddenAccount(personKey);
    ofInstance.set(personKey, { isHidden, record });
  }

  const isAtWorkElsewhere = (personKey: string, instance: Instance): boolean =>
    instances.some((other) => other !== instance && messagesOf(other, personKey).length > 0);

  const hasNewerAttempt = (personKey: string, seen: UserRecord | undefined): boolean =>
    (records.of(personKey)?.attempts ?? 0) > (seen?.attempts ?? 0);

  return {
    looks,

    /**
     * People who were rejected while another instance was at work on them, or had overtaken this
     * one.
     */
    overtaken: overtaken as ReadonlySet<string>,

    /** An instance that never looks could have looked at its beginning. */
    begins(instance: Instance): void {
      for (const body of instance.bodies) {
        const { personKey } = factsOf(body);
        if (personKey !== undefined) looks(instance, personKey);
      }
    },

    /** Only the last claimant may fail: another attempt may be about to succeed. */
    claims(instance: Instance, { personKey, requestedDigest }: Claim): void {
      claimants.set(personKey, instance);
      const isVain = instance.bodies.some(
        (body) => factsOf(body).contentDigest === requestedDigest && isBeyondDirectory(body),
      );
      if (isVain) broken.push('a hire that the directory cannot serve was claimed');
    },

    fails(instance: Instance, personKey: string): void {
      if (claimants.get(personKey) !== instance) broken.push('an older attempt failed a newer one');
    },

    /** Returns whether the instance could see an account of our making that was on no record. */
    rejects(instance: Instance, body: string, code: string): boolean {
      const { personKey, requestKey, contentDigest, employeeId } = factsOf(body);
      const look = lastLooks.get(instance)?.get(personKey ?? '');
      const isOvertaken =
        personKey &&
        (isAtWorkElsewhere(personKey, instance) || hasNewerAttempt(personKey, look?.record));
      if (isOvertaken) overtaken.add(personKey);
      // With several messages about one person, it is unknown whose look it was.
      const isAlone = personKey && messagesOf(instance, personKey).length === 1;
      if (!isAlone || !look) return false;
      const isDone =
        look.record?.state === 'PROVISIONED' &&
        look.record.requestKey === requestKey &&
        look.record.requestEmployeeKey === employeeKeyOf(employeeId) &&
        look.record.requestedDigest === contentDigest;
      if (isDone && code !== 'address-belongs-to-another')
        broken.push('a request that is done was rejected');
      return look.isHidden && hasHiddenAccount(personKey);
    },
  };
}
