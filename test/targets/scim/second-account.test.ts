import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Target } from '../../../src/provisioning/ports.ts';
import { ADA, HOUR_MS, hire } from '../../support/bodies/hires.ts';
import {
  type ScimHarness,
  scimError,
  scimTargetAt,
  startScimHarness,
} from '../../support/directories/scim-harness.ts';
import { type EngineHarness, startEngineHarness } from '../../support/engine/engine-harness.ts';
import type { CallHook } from '../../support/http/intercepting-proxy.ts';

let engine: EngineHarness;
let harness: ScimHarness;
afterEach(async () => {
  await Promise.all([engine.stop(), harness.stop()]);
});

async function start(uniqueUserNames: boolean): Promise<void> {
  engine = await startEngineHarness();
  harness = await startScimHarness({ uniqueUserNames, clock: engine.clock });
}

/** Delivers a hire by the target; the same target is the same instance. */
const deliver = (target = harness.target, emailAddress = ADA, employeeId?: string) =>
  engine.deliver(
    [
      {
        body: hire({ emailAddress, requestId: emailAddress, employeeId }),
        messageId: emailAddress,
      },
    ],
    { ports: { target } },
  );
/** Her user name is no address: only her e-mail shows that she has an account. */
function addAda(): void {
  harness.server.addUser({ userName: 'ada', emails: [{ value: ADA, primary: true }] });
  engine.clock.advance(HOUR_MS);
}
/** Her employee id is all that this account has in common with her hire. */
function addAdaElsewhere(externalId = 'E-7', userName = 'ada.byron@example.com'): void {
  harness.server.addUser({ userName, externalId });
  engine.clock.advance(HOUR_MS);
}
const newInstance = () =>
  scimTargetAt(harness.baseUrl, { uniqueUserNames: harness.target.enforcesUniqueness });
const filterIn = (path: string) => new URL(path, 'http://scim').searchParams.get('filter');
const isEmailFilter = (path: string) => filterIn(path)?.startsWith('emails') === true;
const isEmployeeFilter = (path: string) => filterIn(path)?.startsWith('externalId') === true;
const emailFilters = () => harness.requests.filter(({ path }) => isEmailFilter(path));
const employeeFilters = () => harness.requests.filter(({ path }) => isEmployeeFilter(path));
const failing =
  (isFilter: (path: string) => boolean, status: number): CallHook =>
  ({ path }, phase) =>
    phase === 'before' && isFilter(path) ? scimError(status) : undefined;
const failingEmailFilter = (status: number) => failing(isEmailFilter, status);
const failingEmployeeFilter = (status: number) => failing(isEmployeeFilter, status);

describe.each([
  ['that refuses a second user of the same name', true],
  ['that accepts a second user of the same name', false],
])('a server %s', (_, uniqueUserNames) => {
  beforeEach(() => start(uniqueUserNames));

  test('gets no second account for a person whose user name is no address', async () => {
    addAda();
    await deliver();

    expect(await engine.outcomes()).toEqual(['existing']);
    expect(harness.server.users()).toHaveLength(1);
    expect(harness.calls()).not.toContain('CreateUser');
  });

  test('gets no second account for an e-mail of another account: the hire is rejected', async () => {
    const emails = [{ value: 'grace@example.com', primary: true }, { value: ADA }];
    harness.server.addUser({ userName: 'grace@example.com', emails });
    await deliver();

    expect(await engine.outcomes()).toEqual(['address-belongs-to-another']);
    expect(harness.server.users()).toHaveLength(1);
  });

  test('gets no second account for an employee with one at another address that Joiner did not make', async () => {
    addAdaElsewhere();
    await deliver(harness.target, ADA, 'E-7');

    expect(await engine.outcomes()).toEqual(['employee-at-another-address']);
    expect(harness.server.users()).toHaveLength(1);
    expect(harness.calls()).not.toContain('CreateUser');
  });

  test('gets an account for an employee whose id differs by letter case from another’s', async () => {
    addAdaElsewhere('e-7');
    harness.quirk(ignoringLetterCase);
    await deliver(harness.target, ADA, 'E-7');

    expect(await engine.outcomes()).toEqual(['created']);
  });

  test('gets no second account for an employee whom its filter shows together with another', async () => {
    addAdaElsewhere('e-7', 'grace@example.com');
    addAdaElsewhere('E-7');
    harness.quirk(ignoringLetterCase);
    await deliver(harness.target, ADA, 'E-7');

    expect(await engine.outcomes()).toEqual(['employee-at-another-address']);
    expect(harness.server.users()).toHaveLength(2);
  });

  test.each([400, 501])(
    'that refuses the filter by employee id with %i gets the account',
    async (status) => {
      harness.quirk(failingEmployeeFilter(status));
      await deliver(harness.target, ADA, 'E-7');

      expect(await engine.outcomes()).toEqual(['created']);
    },
  );

  test('is asked for two e-mails by an instance, if it refuses that filter', async () => {
    harness.quirk(failingEmailFilter(400));
    const target = newInstance();
    for (const emailAddress of [ADA, 'grace@example.com', 'joan@example.com'])
      await deliver(target, emailAddress);

    expect(await engine.outcomes()).toEqual(['created', 'created', 'created']);
    expect(emailFilters()).toHaveLength(2);
  });

  test('is asked for one e-mail more for all hires of a batch, if it refuses that filter', async () => {
    const addresses = [ADA, 'grace@example.com', 'joan@example.com'];
    const areAllAsked = Promise.withResolvers<void>();
    harness.quirk(async ({ path }, phase) => {
      if (phase !== 'before' || !isEmailFilter(path)) return undefined;
      if (emailFilters().length === addresses.length) areAllAsked.resolve();
      await areAllAsked.promise;
      return scimError(400);
    });
    const bodies = addresses.map((emailAddress) => ({
      body: hire({ emailAddress, requestId: emailAddress }),
    }));
    await engine.deliver(bodies, { ports: { target: newInstance() } });

    expect(await engine.outcomes()).toEqual(['created', 'created', 'created']);
    expect(emailFilters()).toHaveLength(3 + 1);
  });

  test.each([
    ['refused', scimError(400)],
    ['not implemented', scimError(501)],
    ['ignored', listOf([{ id: 'other', userName: 'other@example.com' }])],
    ['ignored, with more than a page', listOf([{ photo: 'x'.repeat(2_000_000) }])],
  ])('is asked for other e-mails, if that filter is %s for one', async (_how, answer) => {
    addAda();
    harness.quirk(({ path }, phase) =>
      phase === 'before' && filterIn(path)?.startsWith(`emails.value eq "o'brien@`)
        ? answer
        : undefined,
    );
    const target = newInstance();
    await deliver(target, "o'brien@example.com");
    await deliver(target);

    expect(await engine.outcomes()).toEqual(['created', 'existing']);
  });

  test('is asked for e-mails after an outage', async () => {
    addAda();
    const target = newInstance();
    harness.quirk((_call, phase) => (phase === 'before' ? scimError(500) : undefined));
    for (const emailAddress of ['grace@example.com', 'joan@example.com', 'mary@example.com'])
      await deliver(target, emailAddress);
    harness.quirk(() => undefined);
    await deliver(target);

    expect(await engine.outcomes()).toEqual(['existing']);
  });

  test('that has no such filter, and says so with 500 (Microsoft’s sample), holds no hire back for long', async () => {
    harness.quirk(failingEmailFilter(500));
    const target = newInstance();
    const causes: unknown[] = [];
    for (let attempt = 1; attempt <= 3; attempt += 1) {
      causes.push(...(await deliver(target)).causes);
      engine.clock.advance(HOUR_MS);
    }

    expect(causes).toEqual(['target-unavailable', 'target-unavailable']);
    expect(await engine.outcomes()).toEqual(['created']);
  });

  test('whose filter has worked is waited for while the filter fails', async () => {
    const target = newInstance();
    await deliver(target, 'grace@example.com');
    harness.quirk(failingEmailFilter(500));
    const causes: unknown[] = [];
    for (let attempt = 1; attempt <= 4; attempt += 1) {
      causes.push(...(await deliver(target)).causes);
      engine.clock.advance(HOUR_MS);
    }

    expect(causes).toEqual(Array(4).fill('target-unavailable'));
    expect(harness.server.users()).toHaveLength(1);
  });
});

describe('a server that refuses a second user of the same name', () => {
  beforeEach(() => start(true));
  const addresses = [ADA, 'grace@example.com', 'joan@example.com'];
  const deliverEmployees = async (target: Target) => {
    for (const emailAddress of addresses) await deliver(target, emailAddress, `E-${emailAddress}`);
  };

  test('is asked for e-mail and employee at the same time', async () => {
    const areBothAsked = Promise.withResolvers<void>();
    harness.quirk(async ({ operation }, phase) => {
      if (phase !== 'before' || operation !== 'ListUsers') return undefined;
      if (harness.calls().length === 2) areBothAsked.resolve();
      await areBothAsked.promise;
      return undefined;
    });
    await deliver(harness.target, ADA, 'E-7');

    expect(await engine.outcomes()).toEqual(['created']);
    expect(harness.calls()).toEqual(['ListUsers', 'ListUsers', 'CreateUser']);
  });

  test('is asked for the e-mail only, for a hire without an employee id', async () => {
    await deliver();

    expect(harness.calls()).toEqual(['ListUsers', 'CreateUser']);
    expect(emailFilters()).toHaveLength(1);
  });

  test('is asked for the e-mail only, where another system writes externalId', async () => {
    addAdaElsewhere();
    const deps = { externalIdIsEmployeeId: false };
    await deliver(scimTargetAt(harness.baseUrl, { deps }), ADA, 'E-7');

    expect(await engine.outcomes()).toEqual(['created']);
    expect(employeeFilters()).toEqual([]);
  });

  test('is asked for two employees by an instance, if it refuses that filter', async () => {
    harness.quirk(failingEmployeeFilter(400));
    await deliverEmployees(newInstance());

    expect(await engine.outcomes()).toEqual(['created', 'created', 'created']);
    expect(employeeFilters()).toHaveLength(2);
  });

  test('is asked for other employees, if that filter is refused for one', async () => {
    addAdaElsewhere();
    harness.quirk(failing((path) => filterIn(path) === 'externalId eq "E 8"', 400));
    const target = newInstance();
    await deliver(target, 'grace@example.com', 'E 8');
    await deliver(target, ADA, 'E-7');

    expect(await engine.outcomes()).toEqual(['created', 'employee-at-another-address']);
  });

  test.each([403, 500])(
    'that has no such filter, and says so with %i, holds no employee back for long',
    async (status) => {
      harness.quirk(failingEmployeeFilter(status));
      const target = newInstance();
      let retries = 0;
      for (let attempt = 1; attempt <= 3; attempt += 1) {
        retries += (await deliver(target, ADA, 'E-7')).causes.length;
        engine.clock.advance(HOUR_MS);
      }

      expect(retries).toBe(2);
      expect(await engine.outcomes()).toEqual(['created']);
    },
  );

  test('is waited for while its filter by employee id fails, once that has worked', async () => {
    addAdaElsewhere();
    const target = newInstance();
    await deliver(target, 'grace@example.com', 'E-8');
    harness.quirk(failingEmployeeFilter(500));
    for (let attempt = 1; attempt <= 4; attempt += 1) {
      await deliver(target, ADA, 'E-7');
      engine.clock.advance(HOUR_MS);
    }
    harness.quirk(() => undefined);
    await deliver(target, ADA, 'E-7');

    expect(await engine.outcomes()).toEqual(['created', 'employee-at-another-address']);
  });

  test('gets no second account for an employee whom its filters show once only', async () => {
    addAdaElsewhere();
    harness.quirk((call, phase) =>
      phase === 'before' && filterIn(call.path) !== null && harness.calls().length > 2
        ? listOf([])
        : undefined,
    );
    await deliver(harness.target, ADA, 'E-7');

    expect(await engine.outcomes()).toEqual(['employee-at-another-address']);
    expect(harness.server.users()).toHaveLength(1);
  });
});

/** In filters by employee id: RFC 7643, 3.1 has servers compare it. */
const ignoringLetterCase: CallHook = ({ path }, phase) =>
  phase === 'before' && isEmployeeFilter(path)
    ? listOf(
        harness.server
          .users()
          .filter(({ externalId }) =>
            filterIn(path)?.toLowerCase().endsWith(`"${externalId?.toLowerCase()}"`),
          ),
      )
    : undefined;

function listOf(users: readonly object[]) {
  const list = { totalResults: users.length, Resources: users };
  return { status: 200, body: JSON.stringify(list) };
}
