import { PROFILE_FIELDS, type Profile, type ProfileField } from '../contracts/profile-fields.ts';
import type { ProfileTerms } from '../contracts/profile-settings.ts';
import { createProfileCheck } from './check-profile.ts';
import type { Digests } from './digests.ts';
import type { FieldLimit } from './field-limit.ts';
import { findManager } from './find-manager.ts';
import type { Hire } from './hire.ts';
import type { ProfileDeps, ProfileNote, ProfileRules } from './profile-rules.ts';

const MANAGER = 'manager';

/**
 * The rules of a directory that keeps profiles; undefined where the operator has nothing forwarded or bounded.
 * @param limits the directory's own, on fields of a profile
 */
export function createProfileRules(
  terms: ProfileTerms,
  limits: readonly FieldLimit[] = [],
): ProfileRules | undefined {
  const { forwarded, allowedValues } = terms;
  const fields = PROFILE_FIELDS.filter(
    (field) => forwarded.includes(field) || allowedValues[field] !== undefined,
  );
  if (fields.length === 0) return undefined;

  /** The forwarded fields that the hire has, in one order. */
  function askedBy({ profile = {} }: Hire): readonly ProfileField[] {
    return fields.filter((field) => forwarded.includes(field) && profile[field] !== undefined);
  }

  return {
    fields,
    ...createProfileCheck(terms, limits),

    async give(hire, deps) {
      const asked = askedBy(hire);
      if (asked.length === 0) return undefined;
      const managerId = await managerOf(hire, asked, deps);
      const isPending = asked.includes(MANAGER) && managerId === undefined;
      return {
        profile: profileOf(hire, asked, managerId),
        note: noteOf(hire, asked, isPending, deps),
      };
    },

    async compare({ profile: shown }, hire, deps) {
      const asked = askedBy(hire);
      const managerId = await managerOf(hire, asked, deps);
      const isPending = asked.includes(MANAGER) && (managerId === undefined || !shown?.manager);
      const expected = profileOf(hire, asked, managerId);
      const same = asked.filter(
        (field) =>
          (field === MANAGER && isPending) ||
          // Of a profile that was read, what the directory does not show cannot be compared.
          (shown !== undefined && (shown[field] === undefined || shown[field] === expected[field])),
      );
      return noteOf(hire, same, isPending, deps);
    },

    report({ profileDigests, pending }, hire, digests) {
      const asked = askedBy(hire);
      if (asked.length === 0) return undefined;
      const askedDigests = asked.map((field) => digestOf(hire, field, digests));
      return {
        contentDigest: digests.profileDigestOf([hire.requestedDigest, ...askedDigests]),
        data: {
          ...(!askedDigests.every((digest) => profileDigests?.has(digest)) && { differs: true }),
          ...(asked.includes(MANAGER) && pending?.has(MANAGER) && { pending: [MANAGER] }),
        },
      };
    },
  };
}

async function managerOf(
  { profile }: Hire,
  asked: readonly ProfileField[],
  deps: ProfileDeps,
): Promise<string | undefined> {
  const manager = asked.includes(MANAGER) ? profile?.manager : undefined;
  return manager === undefined ? undefined : findManager(manager, deps);
}

/** What the account gets of these fields: of the manager, the user id. */
function profileOf(
  { profile = {} }: Hire,
  fields: readonly ProfileField[],
  managerId: string | undefined,
): Profile {
  const values = { ...profile, manager: managerId };
  return Object.fromEntries(
    fields.flatMap((field) => (values[field] === undefined ? [] : [[field, values[field]]])),
  );
}

/** @param fields those whose value is the account's, as far as is known */
function noteOf(
  hire: Hire,
  fields: readonly ProfileField[],
  isPending: boolean,
  { digests }: ProfileDeps,
): ProfileNote {
  return {
    ...(fields.length > 0 && {
      profileDigests: new Set(fields.map((field) => digestOf(hire, field, digests))),
    }),
    ...(isPending && { pending: new Set([MANAGER]) }),
  };
}

/** Of one field for one person: two people of one department have nothing in common in the table. */
function digestOf(
  { personKey, profile = {} }: Hire,
  field: ProfileField,
  digests: Digests,
): string {
  return digests.profileDigestOf([personKey, field, profile[field] ?? '']);
}
