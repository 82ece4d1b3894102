import fc from 'fast-check';
import type { DirectoryUser } from '../../src/provisioning/directory-user.ts';
import { capitalized, PEOPLE } from './hiring.ts';
import type { World } from './world.ts';

const YEAR_MS = 365 * 24 * 3_600_000;

export type ForeignAccount = Omit<DirectoryUser, 'userId' | 'employeeId'> & {
  readonly employeeId: string | undefined;
};

/** Accounts that no call of ours made, in every spelling of an address. */
export const foreignAccount: fc.Arbitrary<ForeignAccount> = fc.record({
  emailAddress: fc.constantFrom(
    ...PEOPLE.flatMap((address) => [address, capitalized(address), address.toUpperCase()]),
  ),
  apiAccess: fc.constant('DISABLED'),
  type: fc.constantFrom('APP_USER', 'APP_USER', 'SUPER_USER'),
  firstName: fc.constantFrom('Ada', 'Somebody'),
  status: fc.constantFrom('ENABLED', 'ENABLED', 'DISABLED', 'CREATING'),
  employeeId: fc.constantFrom(undefined, undefined, 'E-1', 'E-2'),
});

/** One account for an address, but that an old directory may know it in several other spellings. */
export function mayAppear({ directory }: World, { emailAddress }: ForeignAccount): boolean {
  const lower = emailAddress.toLowerCase();
  const others = directory.users.filter((user) => user.emailAddress.toLowerCase() === lower);
  return [emailAddress, ...others.map((user) => user.emailAddress)].every(
    (spelling, index, all) =>
      all.length === 1 || (spelling !== lower && all.indexOf(spelling) === index),
  );
}

/** As old as an account that was there before us: its age is what tells it from one of ours. */
export function appear({ clock, directory }: World, account: ForeignAccount): void {
  const { status, employeeId, ...fields } = account;
  const known = employeeId === undefined ? {} : { employeeId };
  directory.add(fields, status, { createTimeMs: clock.now() - YEAR_MS, ...known });
}
