import fc from 'fast-check';
import type { DirectoryUser } from '../../../src/provisioning/directory-user.ts';
import { isSame, type KeptUser } from '../in-memory/memory-directory.ts';
import { capitalized, PEOPLE } from './hiring.ts';
import type { Simulation } from './simulation.ts';

const YEAR_MS = 365 * 24 * 3_600_000;

export type ForeignAccount = Omit<DirectoryUser, 'userId' | 'employeeId'> & {
  readonly employeeId: string | undefined;
  /** The user name, where the directory has user names as well as addresses. */
  readonly named: 'as the address' | 'otherwise' | 'as a former address';
};

/** Accounts that no call of ours made, in every spelling of an address. */
export const foreignAccount: fc.Arbitrary<ForeignAccount> = fc.record({
  emailAddress: fc.constantFrom(
    ...PEOPLE.flatMap((address) => [address, capitalized(address), address.toUpperCase()]),
  ),
  apiAccess: fc.constant('DISABLED'),
  type: fc.constantFrom('APP_USER', 'APP_USER', 'SUPER_USER'),
  firstName: fc.constantFrom('Ada', 'Grete'),
  lastName: fc.constant('Byron'),
  status: fc.constantFrom('ENABLED', 'ENABLED', 'DISABLED', 'CREATING'),
  employeeId: fc.constantFrom(undefined, undefined, 'E-1', 'E-2', `user#${'0'.repeat(64)}`),
  named: fc.constantFrom('as the address', 'as the address', 'otherwise', 'as a former address'),
});

/**
 * Whether the directory would take it. One that takes all gets none while a hire of ours is under
 * way.
 */
export function mayAppear(simulation: Simulation, account: ForeignAccount): boolean {
  const { directory, directoryKind } = simulation;
  const { hasUserNames, hasUniqueOwnIds, enforcesUniqueness } = directoryKind;
  if (!enforcesUniqueness && simulation.isAtWorkOn(account.emailAddress)) return false;
  const names = namesOf(keptOf(account, simulation));
  const namesakes = directory.users.filter((user) =>
    namesOf(user).some((name) => names.some((one) => isSame(one, name))),
  );
  const { employeeId } = account;
  const isNoted = directory.users.some((user) => employeeId && user.employeeId === employeeId);
  if (hasUniqueOwnIds && isNoted) return false;
  return namesakes.length === 0 || (!hasUserNames && isOneMoreSpelling(account, namesakes));
}

/** An old directory may have an address in several spellings, other than the usual one. */
function isOneMoreSpelling({ emailAddress }: ForeignAccount, others: readonly KeptUser[]): boolean {
  const spellings = [emailAddress, ...others.map((user) => user.emailAddress)];
  const isUsual = spellings.some((spelling) => spelling === spelling.toLowerCase());
  return !isUsual && new Set(spellings).size === spellings.length;
}

/** The account is older than any hire: only its age distinguishes it from one of ours. */
export function appear(simulation: Simulation, account: ForeignAccount): void {
  const {
    emailAddress,
    type,
    apiAccess,
    firstName = '',
    lastName = '',
    ...kept
  } = keptOf(account, simulation);
  const fields = { emailAddress, type, apiAccess, firstName, lastName };
  const { status, ...known } = kept;
  const createTimeMs = simulation.clock.now() - YEAR_MS;
  simulation.directory.add(fields, status, { createTimeMs, ...known });
}

function keptOf(
  { named, employeeId, ...account }: ForeignAccount,
  { directoryKind }: Simulation,
): Omit<KeptUser, 'userId'> {
  const noted = { ...account, ...(employeeId !== undefined && { employeeId }) };
  const { emailAddress } = account;
  if (!directoryKind.hasUserNames || named === 'as the address') return noted;
  return named === 'otherwise'
    ? { ...noted, userName: `name.of.${emailAddress}` }
    : { ...noted, emailAddress: `now.${emailAddress}`, userName: emailAddress };
}

function namesOf({ emailAddress, userName = emailAddress }: Omit<KeptUser, 'userId'>) {
  return [emailAddress, userName];
}
