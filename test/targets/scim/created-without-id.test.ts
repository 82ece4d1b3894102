import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { ADA, HOUR_MS, hire } from '../../support/bodies/hires.ts';
import {
  answering,
  firstOf,
  insteadOf,
  type ScimHarness,
  startScimHarness,
  withBody,
} from '../../support/directories/scim-harness.ts';
import { type EngineHarness, startEngineHarness } from '../../support/engine/engine-harness.ts';
import { groupRulesWith } from '../../support/engine/group-rules.ts';

const ACCEPTED = { status: 202, body: '' };

let engine: EngineHarness;
let harness: ScimHarness;
afterEach(async () => {
  await Promise.all([engine.stop(), harness.stop()]);
});

async function start(uniqueUserNames: boolean): Promise<void> {
  engine = await startEngineHarness();
  harness = await startScimHarness({ uniqueUserNames, clock: engine.clock });
  harness.server.addGroup('group-1');
  harness.server.addGroup('group-2');
}

async function deliver(changes = {}) {
  const { target } = harness;
  const body = hire({ employeeId: 'E-1', department: 'sales', ...changes });
  const ports = { target, groupRules: groupRulesWith() };
  const delivered = await engine.deliver([{ body, messageId: 'm-1' }], { ports });
  engine.clock.advance(HOUR_MS);
  return delivered;
}
const groupsGranted = () => harness.server.memberships().map(({ group }) => group);

describe.each([
  ['refuses a second user of the same name', true],
  ['accepts a second user of the same name', false],
])(
  'a hire whose account is created by a response without an id, on a server that %s',
  (_, uniqueUserNames) => {
    beforeEach(() => start(uniqueUserNames));

    test('has the account by the evidence that it is ours, and gets its groups', async () => {
      harness.quirk(answering('CreateUser', () => ({ status: 201, body: '' })));
      const { causes } = await deliver();

      expect(causes).toEqual([]);
      expect(await engine.outcomes()).toEqual(['recovered']);
      expect(harness.server.users()).toHaveLength(1);
      expect(groupsGranted()).toEqual(['group-1', 'group-2']);
    });

    test('has the account where the server lists it twice', async () => {
      const listedTwice = answering('ListUsers', (answer) => {
        const { Resources = [] } = JSON.parse(answer.body);
        return withBody(answer, { Resources: [...Resources, ...Resources] });
      });
      harness.quirk(
        firstOf(
          answering('CreateUser', () => ({ status: 201, body: '' })),
          listedTwice,
        ),
      );
      await deliver();

      expect(await engine.outcomes()).toEqual(['recovered']);
    });

    test('waits while the server does not show the account yet', async () => {
      harness.quirk(insteadOf('CreateUser', ACCEPTED));
      const { causes } = await deliver();
      harness.quirk(() => undefined);
      await deliver();

      expect(causes).toEqual(['target-unavailable']);
      expect(await engine.outcomes()).toEqual(['created']);
    });
  },
);

describe('an account that another system makes just before a response without an id', () => {
  beforeEach(() => start(true));

  /** The look-ups before the creation do not find the account, those after it do. */
  function madeAtCreation(user: { readonly userName: string; readonly externalId: string }): void {
    harness.quirk((call, phase) => {
      if (phase !== 'before' || call.operation !== 'CreateUser') return undefined;
      harness.server.addUser(user);
      return ACCEPTED;
    });
  }

  test('at another address is not given to a hire that names its employee id', async () => {
    madeAtCreation({ userName: 'grace@example.com', externalId: 'E-1' });
    await deliver();

    expect(await engine.outcomes()).toEqual(['employee-at-another-address']);
    expect(JSON.stringify(await engine.events())).not.toContain('grace');
    expect(groupsGranted()).toEqual([]);
  });

  test('at the address is existing, and gets no groups', async () => {
    madeAtCreation({ userName: ADA, externalId: 'E-1' });
    await deliver();

    expect(await engine.outcomes()).toEqual(['existing']);
    expect(groupsGranted()).toEqual([]);
  });
});
