import type {
  CreatingRecord,
  EmployeePointer,
  ProvisionedRecord,
  SearchProgress,
} from '../../../src/provisioning/record.ts';
import type {
  Claim,
  Completion,
  Disappearance,
  EmployeeNote,
  Failure,
  GoneAccount,
  Granted,
  PointerExpiry,
  Release,
  Return,
  UsersStore,
} from '../../../src/provisioning/users-store.ts';

export const NOW = Date.parse('2026-03-02T08:00:00Z');
export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const LEASE_UNTIL = NOW + 55 * SECOND;
/** When the account of a completed person is seen gone, and when another message is sent. */
export const GONE_SEEN_AT = NOW + 10 * SECOND;
/** Epoch seconds. */
export const EXPIRES_AT = GONE_SEEN_AT / SECOND + 30 * 24 * 3_600;
export const signal = new AbortController().signal;

export const search: SearchProgress = {
  messageId: 'message-1',
  after: 'conflict',
  attempts: 1,
  position: 'page-7',
  wholeSearches: 1,
  waits: 3,
};

export type StoreCalls = ReturnType<typeof storeCalls>;

/** The calls of a users store about one person as tests make them, and the records that they leave. */
export function storeCalls(store: () => UsersStore, personKey: () => string) {
  function claimOf(overrides: Partial<Claim> = {}): Claim {
    return {
      personKey: personKey(),
      requestKey: 'request-key-1',
      requestId: 'request-1',
      messageId: 'message-1',
      sentAtMs: NOW,
      requestedDigest: 'asked-1',
      nowMs: NOW,
      leaseUntilMs: LEASE_UNTIL,
      reclaimOwn: true,
      ...overrides,
    };
  }

  /** A claim by another message about the same person, one second later. */
  function otherClaimOf(overrides: Partial<Claim> = {}): Claim {
    return claimOf({
      requestKey: 'request-key-2',
      requestId: 'request-2',
      messageId: 'message-2',
      sentAtMs: GONE_SEEN_AT + SECOND,
      requestedDigest: 'asked-2',
      nowMs: NOW + SECOND,
      leaseUntilMs: LEASE_UNTIL + SECOND,
      ...overrides,
    });
  }

  function completionOf(overrides: Partial<Completion> = {}): Completion {
    return {
      personKey: personKey(),
      userId: 'user-1',
      outcome: 'created',
      requestKey: 'request-key-1',
      requestId: 'request-1',
      requestedDigest: 'asked-1',
      accountDigest: 'actual-1',
      completedAtMs: NOW + 2 * SECOND,
      ...overrides,
    };
  }

  function failureOf(overrides: Partial<Failure> = {}): Failure {
    return {
      personKey: personKey(),
      attempts: 1,
      reason: { code: 'refused-by-target', message: 'The directory refused the request.' },
      failedAtMs: NOW + 3 * SECOND,
      madeNoAccount: false,
      freesEmployee: false,
      ...overrides,
    };
  }

  const creating = (overrides: Partial<CreatingRecord> = {}): CreatingRecord => ({
    state: 'CREATING',
    personKey: personKey(),
    attempts: 1,
    firstAttemptAtMs: NOW,
    openSinceMs: NOW,
    leaseUntilMs: LEASE_UNTIL,
    requestKey: 'request-key-1',
    requestId: 'request-1',
    messageId: 'message-1',
    attemptedDigests: new Set(['asked-1']),
    ...overrides,
  });

  const provisioned = (overrides: Partial<ProvisionedRecord> = {}): ProvisionedRecord => ({
    state: 'PROVISIONED',
    personKey: personKey(),
    attempts: 1,
    firstAttemptAtMs: NOW,
    openSinceMs: NOW,
    userId: 'user-1',
    outcome: 'created',
    requestKey: 'request-key-1',
    requestId: 'request-1',
    messageId: 'message-1',
    requestedDigest: 'asked-1',
    accountDigest: 'actual-1',
    completedAtMs: NOW + 2 * SECOND,
    attemptedDigests: new Set(['asked-1']),
    ...overrides,
  });

  const claim = (overrides?: Partial<Claim>) => store().claim(claimOf(overrides), signal);
  const otherClaim = (overrides?: Partial<Claim>) => store().claim(otherClaimOf(overrides), signal);
  const complete = (overrides?: Partial<Completion>) =>
    store().complete(completionOf(overrides), signal);
  const fail = (overrides?: Partial<Failure>) => store().fail(failureOf(overrides), signal);
  const finish = (overrides: Partial<Granted> = {}) => {
    const granted = { personKey: personKey(), userId: 'user-1', completedAtMs: NOW + 2 * SECOND };
    return store().finish({ ...granted, ...overrides }, signal);
  };
  const reopen = (
    overrides?: Partial<Claim>,
    gone: GoneAccount = { userId: 'user-1', employeeKey: 'E-1' },
  ) => store().reopen(otherClaimOf(overrides), gone, signal);
  const noteGone = (overrides: Partial<Disappearance> = {}) => {
    const completedAtMs = NOW + 2 * SECOND;
    const gone = {
      personKey: personKey(),
      userId: 'user-1',
      completedAtMs,
      seenAtMs: GONE_SEEN_AT,
    };
    return store().noteGone({ ...gone, ...overrides }, signal);
  };
  const noteBack = (overrides: Partial<Return> = {}) => {
    const back = { personKey: personKey(), userId: 'user-1', goneSeenAtMs: GONE_SEEN_AT };
    return store().noteBack({ ...back, ...overrides }, signal);
  };
  const noteEmployee = (overrides: Partial<EmployeeNote> = {}) => {
    const note = { personKey: personKey(), userId: 'user-1', employeeKey: 'E-1' };
    return store().noteEmployee({ ...note, ...overrides }, signal);
  };
  /** Of E-1 to the person, by their first attempt. */
  const pointerOf = (overrides: Partial<EmployeePointer> = {}): EmployeePointer => ({
    employeeKey: `employee#${personKey()}`,
    personKey: personKey(),
    attempt: `${NOW}-1`,
    pointedAtMs: NOW,
    ...overrides,
  });
  const point = (overrides?: Partial<EmployeePointer>) =>
    store().point(pointerOf(overrides), undefined, signal);
  const unpoint = (overrides?: Partial<EmployeePointer>) =>
    store().unpoint(pointerOf(overrides), signal);
  const pointOver = (abandoned: EmployeePointer, overrides?: Partial<EmployeePointer>) =>
    store().point(pointerOf(overrides), abandoned, signal);
  const expirePointer = (overrides: Partial<PointerExpiry> = {}) => {
    const { attempt, ...pointer } = pointerOf();
    const expiry = { ...pointer, since: `${NOW}-`, expiresAtEpochSeconds: EXPIRES_AT };
    return store().expirePointer({ ...expiry, ...overrides }, signal);
  };
  const release = (overrides: Partial<Release> = {}) =>
    store().release(
      {
        personKey: personKey(),
        attempts: 1,
        madeNoAccount: true,
        leavesPlace: true,
        releasedAtMs: NOW + SECOND,
        ...overrides,
      },
      signal,
    );
  const read = () => store().read(personKey(), signal);
  const saveSearch = (attempts: number, progress = search) =>
    store().saveSearch(personKey(), attempts, progress, signal);

  return {
    claimOf,
    otherClaimOf,
    completionOf,
    failureOf,
    creating,
    provisioned,
    claim,
    otherClaim,
    complete,
    fail,
    finish,
    pointerOf,
    point,
    unpoint,
    pointOver,
    expirePointer,
    release,
    noteGone,
    noteBack,
    noteEmployee,
    reopen,
    saveSearch,
    read,
  };
}
