import { TARGET_REASON_CODES } from '../../../src/provisioning/check-target.ts';
import type { Claim } from '../../../src/provisioning/ports.ts';
import type { UserRecord } from '../../../src/provisioning/record.ts';
import type { MemoryDirectory } from '../in-memory/memory-directory.ts';
import type { Records } from '../in-memory/records.ts';
import type { Bodies } from './bodies.ts';
import type { Instance } from './instance.ts';

const BLIND: readonly string[] = [
  'refused-by-target',
  'outside-policy',
  'invalid-message',
  ...TARGET_REASON_CODES,
];

/** A rejection that says that there is no account; the others tell an operator to look. */
export function isBlind(code: string): boolean {
  return BLIND.includes(code);
}

interface Look {
  readonly isHidden: boolean;
  readonly record: UserRecord | undefined;
}

/**
 * Remembers what an instance could have known when it looked last at a person, so that a rejection can
 * be told from one that was overtaken: blind is who rejects what stood there to be seen.
 */
export function createWitness(world: {
  readonly records: Records;
  readonly directory: MemoryDirectory;
  readonly factsOf: Bodies['factsOf'];
  readonly isBeyondDirectory: Bodies['isBeyondDirectory'];
  readonly personKeyOf: (emailAddress: string) => string;
  readonly broken: string[];
  /** Instances at work. */
  readonly instances: () => readonly Instance[];
}) {
  const claimants = new Map<string, Instance>();
  const lastLooks = new Map<Instance, Map<string, Look>>();
  const overtaken = new Set<string>();

  /** An account that a call of ours made, and that no record names. */
  const hasHiddenAccount = (personKey: string): boolean =>
    world.records.of(personKey)?.state !== 'PROVISIONED' &&
    world.directory.users.some(
      ({ userId, emailAddress }) =>
        world.directory.made.has(userId) && world.personKeyOf(emailAddress) === personKey,
    );

  /** Of several messages of one person, nobody can tell whose look it was. */
  const isAlone = (instance: Instance, personKey: string): boolean =>
    instance.bodies.filter((body) => world.factsOf(body).personKey === personKey).length === 1;

  function looks(instance: Instance, personKey: string): void {
    const ofInstance = lastLooks.get(instance) ?? new Map<string, Look>();
    lastLooks.set(instance, ofInstance);
    const record = world.records.of(personKey);
    // A record that FAILED lets its own message repeat the rejection, whatever came after.
    const isHidden = record?.state !== 'FAILED' && hasHiddenAccount(personKey);
    ofInstance.set(personKey, { isHidden, record });
  }

  const isAtWorkElsewhere = (personKey: string, instance: Instance): boolean =>
    world
      .instances()
      .some(
        (other) =>
          other !== instance &&
          other.bodies.some((body) => world.factsOf(body).personKey === personKey),
      );

  const hasNewerAttempt = (personKey: string, seen: UserRecord | undefined): boolean =>
    (world.records.of(personKey)?.attempts ?? 0) > (seen?.attempts ?? 0);

  return {
    looks,

    /** People who were rejected while another instance was at work on them, or by one that it has overtaken. */
    overtaken: overtaken as ReadonlySet<string>,

    /** What an instance never looks at, it could have seen from its beginning. */
    begins(instance: Instance): void {
      for (const body of instance.bodies) {
        const { personKey } = world.factsOf(body);
        if (personKey !== undefined) looks(instance, personKey);
      }
    },

    /** Only who claimed last may fail: another attempt may be about to succeed. */
    claims(instance: Instance, { personKey, requestedDigest }: Claim): void {
      claimants.set(personKey, instance);
      const isVain = instance.bodies.some(
        (body) =>
          world.factsOf(body).contentDigest === requestedDigest && world.isBeyondDirectory(body),
      );
      if (isVain) world.broken.push('a hire that the directory cannot serve was claimed');
    },

    fails(instance: Instance, personKey: string): void {
      if (claimants.get(personKey) !== instance)
        world.broken.push('an older attempt failed a newer one');
    },

    rejects(instance: Instance, body: string, code: string): void {
      const { personKey, requestKey, contentDigest } = world.factsOf(body);
      const look = lastLooks.get(instance)?.get(personKey ?? '');
      const isOvertaken =
        personKey &&
        (isAtWorkElsewhere(personKey, instance) || hasNewerAttempt(personKey, look?.record));
      if (isOvertaken) overtaken.add(personKey);
      if (!personKey || !look || !isAlone(instance, personKey)) return;
      if (isBlind(code) && look.isHidden && hasHiddenAccount(personKey))
        world.broken.push('a hire was rejected though it had its account');
      const isDone =
        look.record?.state === 'PROVISIONED' &&
        look.record.requestKey === requestKey &&
        look.record.requestedDigest === contentDigest;
      if (isDone && code !== 'address-belongs-to-another')
        world.broken.push('a request that is done was rejected');
    },
  };
}
