import type { DirectoryUser } from '../provisioning/directory-user.ts';
import { type AuditState, type KnownAccount, knownAccounts } from './audit-state.ts';
import { type CompactKey, compactKeyOf, employeeKeyFrom, personKeyFrom } from './compact-key.ts';
import { employeeKeyIn, judgeAccount, personKeyAt } from './judge-account.ts';
import { ADVANCED_IN_DIRECTORY, type AuditDeps, type AuditStep, settleMsOf } from './ports.ts';

/** More often, the directory is not read to its end before its positions expire. */
const MOST_RESTARTS = 2;

/** Reads one page of all accounts, and compares each with the records that name it. */
export async function readDirectory(
  state: AuditState,
  deps: AuditDeps,
  signal: AbortSignal,
): Promise<AuditStep> {
  const page = await deps.reader.readAccounts(state.position, signal);
  if (page.kind === 'failed') return page;
  if (page.kind === 'position-refused') return readAgain(state);
  for (const user of page.users) addUser(user, state, deps);
  state.counts.directoryPages += 1;
  state.counts.unreadable += page.unreadable;
  state.position = page.next;
  if (page.next === undefined) endReading(state);
  return ADVANCED_IN_DIRECTORY;
}

/** From the start: what was seen before may have changed, and would be counted twice. */
function readAgain(state: AuditState): AuditStep {
  state.restarts += 1;
  if (state.restarts > MOST_RESTARTS)
    return { kind: 'failed', failure: { cause: 'target-unavailable' } };
  state.position = undefined;
  for (const [, account] of knownAccounts(state)) account.isSeen = false;
  for (const seen of [state.byPerson, state.byEmployee, state.shared]) seen.clear();
  state.unknown.length = 0;
  state.candidates = state.candidates.filter(({ about }) => about !== 'account');
  for (const name of ['accounts', 'unreadable', 'young'] as const) state.counts[name] = 0;
  return ADVANCED_IN_DIRECTORY;
}

function addUser(user: DirectoryUser, state: AuditState, deps: AuditDeps): void {
  const known = state.known.get(user.userId);
  const person = compactKeyOf(personKeyAt(user, deps.digests));
  const isNew = addSharedKeys(user, person, state, deps);
  if (!isNew) return;
  state.counts.accounts += 1;
  if (!known) addUnknown(user, person, state, deps);
  for (let one = known; one; one = one.other) compare(user, one, state, deps);
}

/** @returns whether the account was not seen before: pages may shift while they are read */
function addSharedKeys(
  user: DirectoryUser,
  person: CompactKey,
  { byPerson, byEmployee, shared }: AuditState,
  { digests }: AuditDeps,
): boolean {
  const { userId } = user;
  const first = byPerson.get(person);
  const isRepeated = first === userId || shared.get(personKeyFrom(person))?.has(userId);
  if (isRepeated) return false;
  if (first === undefined) byPerson.set(person, userId);
  else share(personKeyFrom(person), [first, userId], shared);
  const employeeKey = employeeKeyIn(user, digests);
  if (employeeKey === undefined) return true;
  const employee = compactKeyOf(employeeKey);
  const another = byEmployee.get(employee);
  if (another === undefined) byEmployee.set(employee, userId);
  else share(employeeKeyFrom(employee), [another, userId], shared);
  return true;
}

function share(key: string, userIds: readonly string[], shared: AuditState['shared']): void {
  const all = shared.get(key) ?? new Set();
  for (const userId of userIds) all.add(userId);
  shared.set(key, all);
}

/** One that is so young may be about to get its record. */
function addUnknown(
  { userId, createTimeMs = 0 }: DirectoryUser,
  person: CompactKey,
  state: AuditState,
  deps: AuditDeps,
): void {
  const isYoung = createTimeMs > state.startedAtMs - settleMsOf(deps);
  if (isYoung) state.counts.young += 1;
  else state.unknown.push({ userId, person });
}

function compare(
  user: DirectoryUser,
  account: KnownAccount,
  { candidates }: AuditState,
  { digests }: AuditDeps,
): void {
  account.isSeen = true;
  if (!account.isChecked) return;
  const owner = ownerOf(account);
  const kinds = judgeAccount(user, owner, digests);
  if (kinds.length > 0)
    candidates.push({ about: 'account', personKey: owner.personKey, userId: user.userId, kinds });
}

function ownerOf({ person, employee }: KnownAccount) {
  return {
    personKey: personKeyFrom(person),
    employeeKey: employee === undefined ? undefined : employeeKeyFrom(employee),
  };
}

/** Every page was read: what no page had is gone, and what has not found its other half is left. */
function endReading(state: AuditState): void {
  state.phase = 'groups';
  state.next = 0;
  addGone(state);
  addDuplicates(state);
  addLoosePairs(state);
  for (const seen of [state.byPerson, state.byEmployee, state.shared, state.pairs]) seen.clear();
}

function addGone(state: AuditState): void {
  for (const [userId, { person, isChecked, isYoung, isSeen }] of knownAccounts(state)) {
    if (isSeen || !isChecked || isYoung) continue;
    const kinds = ['account-gone'] as const;
    state.candidates.push({ about: 'account', personKey: personKeyFrom(person), userId, kinds });
  }
}

/** Accounts that share an address and an employee are one finding. */
function addDuplicates({ shared, candidates }: AuditState): void {
  const added = new Set<string>();
  for (const [key, ids] of shared) {
    const userIds = [...ids].toSorted();
    const asText = JSON.stringify(userIds);
    if (added.has(asText)) continue;
    added.add(asText);
    candidates.push({ about: 'duplicate', key, userIds });
  }
}

function addLoosePairs({ pairs, candidates }: AuditState): void {
  for (const [employee, { pointer, holders }] of pairs) {
    const waiting = [...holders].flatMap(([person, needsPointer]) => (needsPointer ? person : []));
    if (waiting.length === 0 && !pointer?.isSettled) continue;
    candidates.push({
      about: 'pointer',
      employeeKey: employeeKeyFrom(employee),
      holders: waiting.map(personKeyFrom),
    });
  }
}
