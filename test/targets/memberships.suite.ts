import { beforeEach, describe, expect, test } from '@jest/globals';
import type { LocalGroups } from '../../local/directories/groups.ts';
import type { Target } from '../../src/provisioning/ports.ts';
import { createPacedTarget } from '../../src/targets/paced-target.ts';
import type { TargetFaults } from './target-faults.ts';

/** A target in front of its server, with faults in between. */
interface Harness {
  readonly target: Target;
  readonly faults: TargetFaults;
  readonly groups: LocalGroups;
  remove(userId: string): Promise<void>;
}

interface Memberships {
  readonly harness: () => Harness;
  /** Ids of two groups, as the server makes them. */
  readonly groupIds: readonly [string, string];
  /** Adds an account and returns its user id. */
  addAccount(): Promise<string>;
}

const inTime = new AbortController().signal;
const GRANTED = { kind: 'granted' };

/** What a target promises about the groups of an account. */
export function describeMemberships({ harness, groupIds, addAccount }: Memberships): void {
  const [group, other] = groupIds;
  let userId: string;
  beforeEach(() => {
    harness().groups.addGroup(group);
    harness().groups.addGroup(other);
  });

  const grant = (to = group, id = userId) => grantOf(harness().target)(id, to, inTime);
  const memberships = () => harness().groups.memberships();

  describe('grant', () => {
    beforeEach(async () => {
      userId = await addAccount();
    });

    test('grant adds the account to the group, and to no other', async () => {
      expect(await grant()).toEqual(GRANTED);
      expect(memberships()).toEqual([{ userId, group }]);
    });

    test('grant leaves the account in the groups that it has', async () => {
      await grant();

      expect(await grant(other)).toEqual(GRANTED);
      expect(memberships()).toEqual([
        { userId, group },
        { userId, group: other },
      ]);
    });

    test('grant of the same again changes nothing', async () => {
      await grant();

      expect(await grant()).toEqual(GRANTED);
      expect(memberships()).toEqual([{ userId, group }]);
    });

    test('grants of the same at the same time change nothing more', async () => {
      expect(await Promise.all([grant(), grant(), grant()])).toEqual([GRANTED, GRANTED, GRANTED]);
      expect(memberships()).toEqual([{ userId, group }]);
    });

    test('grant whose answer is lost has happened: the next one changes nothing', async () => {
      harness().faults.next('grant', { onceDone: 'drop' });

      expect(await grant()).toMatchObject({ kind: 'unknown', cause: 'target-unavailable' });
      expect(memberships()).toEqual([{ userId, group }]);
      expect(await grant()).toEqual(GRANTED);
      expect(memberships()).toEqual([{ userId, group }]);
    });

    test('grant that is throttled is sent again at its next turn where it is paced', async () => {
      const sleptMs: number[] = [];
      const sleep = async (ms: number) => void sleptMs.push(ms);
      const paced = createPacedTarget(harness().target, { clock: { now: () => 0 }, sleep });
      harness().faults.next('grant', 'throttle');

      expect(await grantOf(paced)(userId, group, inTime)).toEqual(GRANTED);
      expect(memberships()).toEqual([{ userId, group }]);
      expect(sleptMs).toHaveLength(1);
    });

    test('grant of a group that is gone is refused, and makes none', async () => {
      harness().groups.removeGroup(group);

      expect(await grant()).toEqual({ kind: 'refused' });
      expect(await grant(other)).toEqual(GRANTED);
      expect(memberships()).toEqual([{ userId, group: other }]);
    });

    test('grant to an account that is gone says so', async () => {
      await harness().remove(userId);

      expect(await grant()).toEqual({ kind: 'no-such-user' });
      expect(memberships()).toEqual([]);
    });
  });
}

/** The target's `grant`, which this kind of directory must have. */
export function grantOf({ grant }: Target): NonNullable<Target['grant']> {
  if (grant === undefined) throw new Error('The target grants no groups.');
  return grant;
}
