import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { GroupRules } from '../../src/provisioning/group-rules.ts';
import type { Target } from '../../src/provisioning/ports.ts';
import {
  createMemoryDirectory,
  type MemoryDirectory,
} from '../proof/in-memory/memory-directory.ts';
import { ADA, HOUR_MS, hire, MINUTE_MS } from '../support/bodies/hires.ts';
import { digestsFor } from '../support/engine/digests.ts';
import {
  type Delivery,
  type EngineHarness,
  startEngineHarness,
} from '../support/engine/engine-harness.ts';
import { groupRulesWith, RULES_VERSION } from '../support/engine/group-rules.ts';

const sales = { department: 'sales' };
const support = { department: 'support' };

let engine: EngineHarness;
let directory: MemoryDirectory;
beforeEach(async () => {
  engine = await startEngineHarness();
  directory = createMemoryDirectory(engine.clock);
});
afterEach(() => engine.stop());

function deliver(
  body: Record<string, unknown>,
  {
    target = {},
    grantToExisting = false,
    env = {},
    rules = {},
    ...delivery
  }: Partial<Delivery> & {
    readonly target?: Partial<Target>;
    readonly grantToExisting?: boolean;
    readonly env?: Readonly<Record<string, string>>;
    /** Of another deployment; null of one without. */
    readonly rules?: Partial<GroupRules> | null;
  } = {},
) {
  const groupRules = rules && { ...groupRulesWith({ grantToExisting }), ...rules };
  return engine.deliver([{ ...delivery, body }], {
    env,
    ports: { target: { ...directory, ...target }, ...(groupRules && { groupRules }) },
  });
}

const groupsOf = (userId = directory.users[0]?.userId) =>
  directory.state().members.flatMap((one) => (one.userId === userId ? [one.group] : []));
const record = () => engine.record(ADA, digestsFor(directory.id));
const dataOfEvents = async () => (await engine.events()).map(({ data }) => data);
const failing: Partial<Target> = {
  grant: async () => ({ kind: 'unknown', cause: 'target-unavailable' }),
};

describe('a hire with groups', () => {
  test('a hire with groups gets all of them before it is provisioned', async () => {
    await deliver(hire(sales));

    expect(groupsOf()).toEqual(['group-1', 'group-2']);
    expect(await record()).toMatchObject({ state: 'PROVISIONED', groups: ['group-1', 'group-2'] });
    expect(await dataOfEvents()).toMatchObject([
      { outcome: 'created', groups: ['group-1', 'group-2'] },
    ]);
    expect((await dataOfEvents())[0]).not.toHaveProperty('differs');
  });

  test('the event names the version of the rules, and the record also which of them applied', async () => {
    await deliver(hire(support));

    expect(await record()).toMatchObject({ rulesVersion: RULES_VERSION, appliedRules: ['2'] });
    expect(await dataOfEvents()).toMatchObject([{ accessRulesVersion: RULES_VERSION }]);
  });

  test('another request is told the version of the rules that gave the account its groups', async () => {
    await deliver(hire(sales));
    const rules = { version: 'f'.repeat(64) };
    await deliver(hire({ ...sales, requestId: 'request-2' }), { rules });

    expect(await dataOfEvents()).toMatchObject([
      { outcome: 'created', accessRulesVersion: RULES_VERSION },
      { outcome: 'duplicate', accessRulesVersion: RULES_VERSION },
    ]);
  });

  test('a hire without groups is reported as ever, and its record keeps by which rules it gets none', async () => {
    await deliver(hire());

    expect(await record()).toMatchObject({ rulesVersion: RULES_VERSION });
    for (const name of ['groups', 'appliedRules', 'accessRulesVersion']) {
      expect(await record()).not.toHaveProperty(name);
      expect((await dataOfEvents())[0]).not.toHaveProperty(name);
    }
  });

  test('without rules, the record keeps nothing about them', async () => {
    await deliver(hire(), { rules: null });

    expect(await record()).not.toHaveProperty('rulesVersion');
  });

  test('a hire with groups is retried, and not reported, while the directory does not respond', async () => {
    const { causes } = await deliver(hire(sales), { target: failing });

    expect(causes).toEqual(['target-unavailable']);
    expect(await record()).toMatchObject({ state: 'GRANTING', groups: ['group-1', 'group-2'] });
    expect(await engine.events()).toEqual([]);
  });

  test('the next delivery continues from the record, and creates nothing', async () => {
    await deliver(hire(sales), { messageId: 'm-1', target: failing });
    const { metrics } = await deliver(hire(sales), { messageId: 'm-1' });

    expect(metrics).toMatchObject({ Created: [1] });
    expect(groupsOf()).toEqual(['group-1', 'group-2']);
    expect(await engine.outcomes()).toEqual(['created']);
    expect(directory.users).toHaveLength(1);
  });

  test('another request grants what the record plans, and is told that it asked for something else', async () => {
    await deliver(hire(sales), { target: failing });
    await deliver(hire({ ...support, requestId: 'request-2' }));

    expect(groupsOf()).toEqual(['group-1', 'group-2']);
    expect(await dataOfEvents()).toMatchObject([
      { outcome: 'duplicate', groups: ['group-1', 'group-2'], differs: true },
    ]);
  });

  test('another request with the same groups is a plain duplicate', async () => {
    await deliver(hire(sales));
    await deliver(hire({ ...sales, requestId: 'request-2' }));

    expect((await dataOfEvents())[1]).toMatchObject({ outcome: 'duplicate' });
    expect((await dataOfEvents())[1]).not.toHaveProperty('differs');
  });

  test('a hire of the employee at another address is rejected while the account lacks groups', async () => {
    const employeeId = 'E-1';
    await deliver(hire({ ...sales, employeeId }), { target: failing });
    const emailAddress = 'ada.byron@example.com';
    await deliver(hire({ ...sales, employeeId, emailAddress, requestId: 'request-2' }));

    expect(await engine.outcomes()).toEqual(['employee-at-another-address']);
  });

  test('an employee who has an account elsewhere learns nothing of an account that lacks groups', async () => {
    const elsewhere = { emailAddress: 'ada.byron@example.com', employeeId: 'E-1' };
    await deliver(hire({ ...elsewhere, requestId: 'request-1' }));
    await deliver(hire({ ...sales, requestId: 'request-2' }), { target: failing });
    await deliver(hire({ ...sales, employeeId: 'E-1', requestId: 'request-3' }), {
      target: failing,
    });

    const [, rejected] = await dataOfEvents();
    expect(rejected).toMatchObject({ reason: { code: 'employee-at-another-address' } });
    expect(rejected).not.toHaveProperty('userId');
    expect(await record()).not.toHaveProperty('employeeKey');
  });

  test('a hire that schema or policy refuses by now asks an operator to look while the account lacks groups', async () => {
    const body = hire({ ...sales, type: 'SUPER_USER' });
    await deliver(body, { target: failing, env: { ALLOWED_USER_TYPES: 'SUPER_USER' } });
    await deliver(body);

    expect(await engine.outcomes()).toEqual(['refused-after-attempt']);
    expect(groupsOf()).toEqual([]);
  });

  test('a refusal that arrives late waits for the groups of an account that is there', async () => {
    const { causes } = await deliver(hire(sales), {
      messageId: 'm-1',
      target: {
        async create() {
          await deliver(hire(sales), { messageId: 'm-1', target: failing });
          return { kind: 'rejected', afterLostAnswer: false };
        },
      },
    });

    expect(causes).toEqual(['record-changed']);
    expect(await engine.events()).toEqual([]);
  });

  test('a refused hire that is done repeats its event with its groups', async () => {
    const body = hire({ ...sales, type: 'SUPER_USER' });
    await deliver(body, { env: { ALLOWED_USER_TYPES: 'SUPER_USER' } });
    await deliver(body);

    const [first, repeated] = await engine.events();
    expect(repeated).toEqual(first);
  });
});

describe('rules that change', () => {
  const changed: Partial<GroupRules> = {
    version: 'f'.repeat(64),
    plan: () => ({
      groups: ['group-3'],
      appliedRules: new Set([1]),
    }),
  };

  test('a group that the rules do not name any more is not granted', async () => {
    await deliver(hire(sales), { messageId: 'm-1', target: failing });
    const rules = { groups: new Set(['group-2', 'group-3']) };
    const { causes } = await deliver(hire(sales), { messageId: 'm-1', rules });

    expect(causes).toEqual(['group-not-granted']);
    expect(groupsOf()).toEqual(['group-2']);
  });

  test('a request whose rules have changed since repeats its event', async () => {
    await deliver(hire(sales));
    await deliver(hire(sales), { rules: changed });
    await deliver(hire(sales), {
      rules: { ...changed, plan: groupRulesWith().plan, groups: new Set() },
    });

    const [first, ...repeated] = await engine.events();
    expect(repeated).toEqual([first, first]);
  });

  test.each([
    ['had no rule for it', { plan: () => ({ groups: [], appliedRules: new Set<number>() }) }],
    ['were none', null],
  ])(
    'a request whose rules %s repeats its event under rules that would give it groups',
    async (_, rules) => {
      await deliver(hire(sales), { rules });
      await deliver(hire(sales), { rules: changed });

      const [first, repeated] = await engine.events();
      expect(first?.data).not.toHaveProperty('differs');
      expect(repeated).toEqual(first);
    },
  );

  test('a correction under the same request says that it would get groups, though no rule applied before', async () => {
    await deliver(hire());
    await deliver(hire(sales));

    expect((await dataOfEvents())[1]).toMatchObject({ outcome: 'created', differs: true });
  });

  test('another request is told that by other rules it would get other groups', async () => {
    await deliver(hire(sales));
    await deliver(hire({ ...sales, requestId: 'request-2' }), { rules: changed });

    expect((await dataOfEvents())[1]).toMatchObject({ outcome: 'duplicate', differs: true });
  });

  test('a request for an account that was there before repeats its event, though the rules have changed since', async () => {
    directory.add({ emailAddress: ADA, type: 'APP_USER', apiAccess: 'DISABLED' }, 'ENABLED', {
      createTimeMs: 0,
    });
    await deliver(hire(sales));
    await deliver(hire(sales), { rules: changed });

    const [first, repeated] = await engine.events();
    expect(first?.data).toMatchObject({ outcome: 'existing', differs: true });
    expect(repeated).toEqual(first);
  });
});

test('an account that was made by hand after a refusal is existing, and gets no groups', async () => {
  await deliver(hire({ emailAddress: 'eve@example.com', employeeId: 'E-9', requestId: 'r-1' }));
  await deliver(hire({ employeeId: 'E-9', requestId: 'r-2' }));
  engine.clock.advance(24 * HOUR_MS);
  directory.add(
    {
      emailAddress: ADA,
      firstName: 'Ada',
      lastName: 'Lovelace',
      type: 'APP_USER',
      apiAccess: 'DISABLED',
    },
    'ENABLED',
  );
  engine.clock.advance(24 * HOUR_MS);
  await deliver(hire({ ...sales, requestId: 'r-3' }));

  expect(await engine.outcomes()).toEqual(['created', 'employee-at-another-address', 'existing']);
  expect(
    groupsOf(directory.users.find(({ emailAddress }) => emailAddress === ADA)?.userId),
  ).toEqual([]);
});

describe('an account that changes before it has its groups', () => {
  beforeEach(() => deliver(hire(sales), { messageId: 'm-1', target: failing }));

  test('an account that was disabled gets nothing', async () => {
    directory.setStatus('user-1', 'DISABLED');
    await deliver(hire(sales), { messageId: 'm-1' });

    expect(groupsOf()).toEqual([]);
    expect(await engine.outcomes()).toEqual(['account-disabled']);
  });

  test('an account that was given another address gets nothing', async () => {
    directory.rename(ADA, 'ada.byron@example.com');
    await deliver(hire(sales), { messageId: 'm-1' });

    expect(groupsOf()).toEqual([]);
    expect(await engine.outcomes()).toEqual(['address-belongs-to-another']);
  });

  test('an account that is gone is not made again by the message from before', async () => {
    directory.remove('user-1');
    engine.clock.advance(HOUR_MS);
    const sentAtMs = engine.clock.now() - HOUR_MS;
    await deliver(hire(sales), { messageId: 'm-1', sentAtMs });

    expect(await engine.outcomes()).toEqual(['account-gone']);
    expect(directory.users).toEqual([]);
  });

  test('an account that is gone is made again, with the groups of the hire that asks for it', async () => {
    directory.remove('user-1');
    engine.clock.advance(HOUR_MS);
    await deliver(hire(sales), { sentAtMs: engine.clock.now() - MINUTE_MS });
    engine.clock.advance(MINUTE_MS);
    await deliver(hire({ ...support, requestId: 'request-2' }));

    expect(groupsOf()).toEqual(['group-2', 'group-3']);
    expect((await dataOfEvents())[1]).toMatchObject({
      outcome: 'created',
      groups: ['group-2', 'group-3'],
    });
  });

  test('an account that the directory does not know for a group alone is looked for later', async () => {
    const { causes } = await deliver(hire(sales), {
      target: { grant: async () => ({ kind: 'no-such-user' }) },
    });

    expect(causes).toEqual(['account-gone']);
    expect(await record()).toMatchObject({ state: 'GRANTING' });
    expect(await record()).not.toHaveProperty('goneSeenAt');
  });
});

describe('a group that is gone or denied', () => {
  beforeEach(() => directory.missGroup('group-1'));

  test('a refused group does not keep the account out of the others', async () => {
    const { causes } = await deliver(hire(sales));

    expect(causes).toEqual(['group-not-granted']);
    expect(groupsOf()).toEqual(['group-2']);
  });

  test('a hire is provisioned once the group is there again', async () => {
    await deliver(hire(sales), { messageId: 'm-1' });
    directory.missGroup();
    await deliver(hire(sales), { messageId: 'm-1' });

    expect(await dataOfEvents()).toMatchObject([
      { outcome: 'created', groups: ['group-1', 'group-2'] },
    ]);
  });

  test('a hire that fails for it for a day is deferred, with the user id of its account', async () => {
    const firstReceivedAtMs = engine.clock.now() - 36 * HOUR_MS;
    await deliver(hire(sales), { receiveCount: 40, firstReceivedAtMs });

    expect(await dataOfEvents()).toMatchObject([
      { reason: { code: 'group-not-granted' }, userId: 'user-1' },
    ]);
    expect((await engine.deadLetters())[0]?.attributes).toMatchObject({
      reasonCode: 'group-not-granted',
    });
  });

  test('a membership that the directory does not show is waited for while its reads may lag, then its group is the cause', async () => {
    const target: Partial<Target> = {
      grant: async (userId, group, signal) =>
        group === 'group-1'
          ? { kind: 'not-shown' }
          : (directory.grant?.(userId, group, signal) ?? { kind: 'refused' }),
    };
    const first = await deliver(hire(sales), { messageId: 'm-1', target });
    engine.clock.advance(directory.readLagMs + 1);
    const second = await deliver(hire(sales), { messageId: 'm-1', target });

    expect([...first.causes, ...second.causes]).toEqual(['reads-may-lag', 'group-not-granted']);
    expect(groupsOf()).toEqual(['group-2']);
    expect(await engine.events()).toEqual([]);
  });

  test('a hire with more groups than an invocation has time for is deferred after a day, with the user id', async () => {
    const target: Partial<Target> = {
      grant: async () => ({ kind: 'unknown', cause: 'out-of-time' }),
    };
    const firstReceivedAtMs = engine.clock.now() - 36 * HOUR_MS;
    await deliver(hire(sales), { target, receiveCount: 40, firstReceivedAtMs });

    expect(await dataOfEvents()).toMatchObject([
      { reason: { code: 'out-of-time' }, userId: 'user-1' },
    ]);
  });

  test('a hire that is deferred in an outage while its account lacks groups names the account', async () => {
    await deliver(hire(sales), { messageId: 'm-1', target: failing });
    const firstReceivedAtMs = engine.clock.now() - 36 * HOUR_MS;
    const target: Partial<Target> = {
      get: async () => ({ kind: 'unknown', cause: 'target-unavailable' }),
    };
    await deliver(hire(sales), { messageId: 'm-1', target, receiveCount: 40, firstReceivedAtMs });

    expect(await dataOfEvents()).toMatchObject([
      { reason: { code: 'target-unavailable' }, userId: 'user-1' },
    ]);
  });

  test('a directory that grants no groups any more refuses every group', async () => {
    const { grant: _, ...others } = directory;
    const { causes } = await engine.deliver([{ body: hire(sales) }], {
      ports: { target: others, groupRules: groupRulesWith() },
    });

    expect(causes).toEqual(['group-not-granted']);
  });
});

describe('an account that was there before', () => {
  const account = { emailAddress: ADA, type: 'APP_USER', apiAccess: 'DISABLED' } as const;
  const employeeId = 'E-1';

  test('an account that was there before gets no groups, and its event says that it differs', async () => {
    directory.add({ ...account, firstName: 'Ada', lastName: 'Lovelace' }, 'ENABLED', {
      createTimeMs: 0,
      employeeId,
    });
    await deliver(hire({ ...sales, employeeId }));

    expect(groupsOf()).toEqual([]);
    expect(await record()).toMatchObject({
      state: 'PROVISIONED',
      withheldGroups: ['group-1', 'group-2'],
    });
    expect(await record()).not.toHaveProperty('groups');
    expect(await dataOfEvents()).toMatchObject([{ outcome: 'existing', differs: true }]);
    expect((await dataOfEvents())[0]).not.toHaveProperty('accessRulesVersion');
  });

  test('a refused hire repeats the event of an account that got none of its groups', async () => {
    const elevated = { type: 'SUPER_USER' } as const;
    directory.add({ ...account, ...elevated }, 'ENABLED', { createTimeMs: 0 });
    const body = hire({ ...sales, ...elevated });
    await deliver(body, { env: { ALLOWED_USER_TYPES: 'SUPER_USER' } });
    await deliver(body);

    const [first, repeated] = await engine.events();
    expect(first?.data).toMatchObject({ outcome: 'existing', differs: true });
    expect(repeated).toEqual(first);
  });

  test.each([
    ['gets groups where the operator says so and the directory notes its employee', employeeId, 2],
    ['gets none where the directory notes no employee', undefined, 0],
  ])('an account that was there before %s', async (_, noted, count) => {
    directory.add(account, 'ENABLED', {
      createTimeMs: 0,
      ...(noted !== undefined && { employeeId: noted }),
    });
    await deliver(hire({ ...sales, employeeId }), { grantToExisting: true });

    expect(groupsOf()).toHaveLength(count);
    expect(await engine.outcomes()).toEqual(['existing']);
  });
});
