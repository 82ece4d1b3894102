import { describe, expect, test } from '@jest/globals';
import { packagedRulesOf } from '../../src/access/packaged-rules.ts';
import { type FailedMessage, failedMessageOf } from '../../src/operator/failed/failed-message.ts';
import { type FollowOptions, followHires } from '../../src/operator/send/follow-hires.ts';
import type { WaitingHire } from '../../src/operator/send/hire-end.ts';
import type { PlannedHire } from '../../src/operator/send/planned-hire.ts';
import type { UserRecord } from '../../src/provisioning/record.ts';
import {
  creating,
  failed,
  PROVENANCE,
  planOf,
  provisioned,
} from '../support/operator/hire-plans.ts';

const sentAtMs = Date.parse('2026-11-02T09:00:00.000Z');
const ann = { emailAddress: 'ann@example.com', requestId: 'R-1', employeeId: 'E-1' };
const ben = { emailAddress: 'ben@example.com', requestId: 'R-2' };
const REASON = { code: 'outside-policy', message: 'Not here.' };

/** What one look finds. */
interface Look {
  readonly records?: readonly UserRecord[];
  readonly scheduled?: readonly WaitingHire[];
  readonly failed?: readonly FailedMessage[];
  /** How many failed messages another operator holds. */
  readonly inFlightElsewhere?: number;
}

const withRules = (...groups: readonly string[]) => {
  const rules = [{ number: 1, line: 1, groups, conditions: [] }];
  const packaged = packagedRulesOf({ version: 'v', rules });
  return { groupRules: { ...packaged, grantToExisting: false } };
};

const plan = async (bodies: readonly object[], ...records: readonly UserRecord[]) =>
  (await planOf(bodies, { records })).hires;

/** Follows the hires by these looks; none comes after. */
function followBy(
  sent: readonly PlannedHire[],
  looks: readonly Look[],
  options: Partial<FollowOptions> = {},
) {
  let index = -1;
  return followHires(sent, {
    store: {
      read: async (key) => looks[index]?.records?.find(({ personKey }) => personKey === key),
    },
    readScheduled: async () => looks[index]?.scheduled?.[0],
    failed: async () => {
      const { failed = [], inFlightElsewhere = 0 } = looks[index] ?? {};
      return { messages: failed, inFlightElsewhere };
    },
    sentAtMs,
    signal: new AbortController().signal,
    async untilNextLook() {
      index += 1;
      return index === looks.length - 1 ? 'last' : 'more';
    },
    onProgress: () => {},
    ...options,
  });
}

/** The ends of the hires. */
async function follow(...args: Parameters<typeof followBy>) {
  return (await followBy(...args)).hires.map(({ end }) => end);
}

function failedMessage(
  body: object,
  { queue = 'rejected', failedAtMs = sentAtMs + 1 }: Partial<FailedMessage> = {},
): FailedMessage {
  const { code, message } = REASON;
  return failedMessageOf(
    {
      messageId: 'm-2',
      body: JSON.stringify(body),
      attributes: { reasonCode: code, reason: message },
      sentAtMs: failedAtMs,
      receiptHandle: 'r',
    },
    queue,
    PROVENANCE,
  );
}

const created = { kind: 'provisioned', outcome: 'created', userId: 'user-1', differs: false };
const rejected = { kind: 'rejected', reason: REASON };

describe('a hire ends', () => {
  test.each(['created', 'recovered', 'existing'])('with its account: %s', async (outcome) => {
    const record = await provisioned(ann, { outcome });

    expect(await follow(await plan([ann]), [{}, { records: [record] }])).toEqual([
      { ...created, outcome },
    ]);
  });

  test('with an account that is not what it asked for', async () => {
    const record = await provisioned(ann, { accountDigest: 'another' });

    expect(await follow(await plan([ann]), [{ records: [record] }])).toEqual([
      { ...created, differs: true },
    ]);
  });

  test('with the groups that its account got, sorted', async () => {
    const record = await provisioned(ann, { groups: new Set(['g-2', 'g-1']) });

    expect(await follow(await plan([ann]), [{ records: [record] }])).toEqual([
      { ...created, groups: ['g-1', 'g-2'] },
    ]);
  });

  test.each([
    ['the groups that the rules give it, and does not differ', ['g-2', 'g-1'], false],
    ['other groups, and differs', ['g-1', 'g-3'], true],
    ['fewer groups, and differs', ['g-1'], true],
    ['no groups, and differs', [], true],
  ])('with an account in %s', async (_, granted, differs) => {
    const groups = granted.length > 0 && { groups: new Set(granted) };
    const record = await provisioned(ann, { outcome: 'existing', ...groups });
    const { hires } = await planOf([ann], withRules('g-2', 'g-1'));

    expect(await follow(hires, [{ records: [record] }])).toMatchObject([
      { outcome: 'existing', differs },
    ]);
  });

  test('with an account in groups that the rules do not give it, and differs', async () => {
    const record = await provisioned(ann, { groups: new Set(['g-1']) });
    const { hires } = await planOf([ann], withRules());

    expect(await follow(hires, [{ records: [record] }])).toMatchObject([{ differs: true }]);
  });

  test('as a duplicate that differs, where the record from before has other groups than the rules give it', async () => {
    const record = await provisioned(ann, { requestKey: 'R-0', groups: new Set(['g-1']) });
    const { hires } = await planOf([ann], { records: [record], ...withRules('g-2') });

    expect(await follow(hires, [{ records: [record] }])).toMatchObject([
      { outcome: 'duplicate', differs: true, groups: ['g-1'] },
    ]);
  });

  test('as a duplicate, where another request made the account', async () => {
    const record = await provisioned(ann, { requestKey: 'R-0' });

    expect(await follow(await plan([ann]), [{ records: [record] }])).toEqual([
      { ...created, outcome: 'duplicate' },
    ]);
  });

  test.each([
    ['rejected', 'rejected'],
    ['dead-letter', 'deferred'],
  ] as const)('with the reason that its message in the %s queue has: %s', async (queue, kind) => {
    const looks = [{ failed: [failedMessage(ann, { queue })] }];

    expect(await follow(await plan([ann]), looks)).toEqual([{ ...rejected, kind }]);
  });

  describe('that is not due', () => {
    const dated = (days: number) => ({
      ...ann,
      startDate: new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10),
    });
    const waitingFor = (body: object, changes: object = {}): WaitingHire => ({
      state: 'waiting',
      dueAtMs: Date.parse('2027-03-01'),
      askedAtMs: sentAtMs + 1,
      bodyDigest: PROVENANCE.digests.pseudonymOf(JSON.stringify(body)),
      ...changes,
    });
    const waits = { kind: 'scheduled', dueAtMs: Date.parse('2027-03-01') };

    test('once it is stored, with the time until which it waits', async () => {
      const looks = [{}, { scheduled: [waitingFor(dated(30))] }];

      expect(await follow(await plan([dated(30)]), looks)).toEqual([waits]);
    });

    test('with the date of a later row, but not with that of an earlier one', async () => {
      const rows = await plan([dated(30), dated(60)]);

      expect(await follow(rows, [{ scheduled: [waitingFor(dated(60))] }])).toEqual([waits, waits]);
      expect(await follow(rows, [{ scheduled: [waitingFor(dated(30))] }])).toEqual([
        waits,
        undefined,
      ]);
    });

    test('not while an attempt to create the account is open', async () => {
      const records = [await creating(ann)];
      const looks = [{ records, scheduled: [waitingFor(dated(30))] }];

      expect(await follow(await plan([dated(30)]), looks)).toEqual([undefined]);
    });

    test.each([
      ['was stored before it was sent', { askedAtMs: sentAtMs - 3_600_000 }],
      ['was released', { state: 'released' }],
      ['was cancelled', { state: 'cancelled' }],
    ])('not with what %s', async (_what, changes) => {
      const looks = [{ scheduled: [waitingFor(dated(30), changes)] }];

      expect(await follow(await plan([dated(30)]), looks)).toEqual([undefined]);
    });
  });

  test('before one that was sent earlier', async () => {
    const looks = [{ records: [await provisioned(ben)] }];

    expect(await follow(await plan([ann, ben]), looks)).toEqual([undefined, created]);
  });

  test('at a later look than another', async () => {
    const looks = [{ records: [await provisioned(ben)] }, { records: [await provisioned(ann)] }];

    expect(await follow(await plan([ann, ben]), looks)).toEqual([created, created]);
  });

  test('where an earlier failure of the same body has been put right', async () => {
    const looks = [{ records: [await provisioned(ann)], failed: [failedMessage(ann)] }];

    expect(await follow(await plan([ann]), looks)).toEqual([created]);
  });
});

describe('of hires with one request id,', () => {
  test('the one about the person ends', async () => {
    const other = { ...ann, emailAddress: 'ben@example.com' };

    expect(
      await follow(await plan([ann, other]), [{ records: [await provisioned(other)] }]),
    ).toEqual([undefined, created]);
  });

  test('the one with the content of the account is created, the other a duplicate', async () => {
    const bodies = [
      { ...ann, firstName: 'Ann' },
      { ...ann, firstName: 'Anna' },
    ] as const;
    const looks = [{ records: [await provisioned(bodies[1])] }];

    expect(await follow(await plan(bodies), looks)).toEqual([
      { ...created, outcome: 'duplicate', differs: true },
      created,
    ]);
  });

  test('the refused one ends with its reason', async () => {
    const bad = { ...ann, emailAddress: 'ben' };

    expect(await follow(await plan([ann, bad]), [{ failed: [failedMessage(bad)] }])).toEqual([
      undefined,
      rejected,
    ]);
  });

  test('one ends rejected and one created', async () => {
    const other = { ...ann, emailAddress: 'ben@example.com' };
    const looks = [{ records: [await provisioned(other)], failed: [failedMessage(ann)] }];

    expect(await follow(await plan([ann, other]), looks)).toEqual([rejected, created]);
  });
});

describe('of hires about one person,', () => {
  test('copies of one request end together', async () => {
    const copy = { ...ann, emailAddress: 'ANN@example.com' };

    expect(
      await follow(await plan([ann, copy, ann]), [{ records: [await provisioned(ann)] }]),
    ).toEqual([created, created, created]);
  });

  test('copies of a refused body end one by one', async () => {
    const looks = [
      { failed: [failedMessage({})] },
      { failed: [failedMessage({}), failedMessage({})] },
    ];

    expect(await follow(await plan([{}, {}]), looks.slice(0, 1))).toEqual([rejected, undefined]);
    expect(await follow(await plan([{}, {}]), looks)).toEqual([rejected, rejected]);
  });

  test('the second is created, though the directory refused the first', async () => {
    const second = { ...ann, requestId: 'R-2', firstName: 'Anna' };
    const refused = { records: [await failed(ann)], failed: [failedMessage(ann)] };
    const looks = [refused, { ...refused, records: [await provisioned(second)] }];

    expect(await follow(await plan([ann, second]), looks.slice(0, 1))).toEqual([
      rejected,
      undefined,
    ]);
    expect(await follow(await plan([ann, second]), looks)).toEqual([rejected, created]);
  });

  test('the second is rejected, though the first has an account', async () => {
    const second = { ...ann, requestId: 'R-2' };
    const records = [await provisioned(ann)];
    // Neither the first look nor the last: it is the duplicate that has it looked for.
    const looks = [{}, { records, failed: [failedMessage(second)] }, {}];

    expect(await follow(await plan([ann, second]), looks)).toEqual([created, rejected]);
  });
});

describe('a hire has not ended', () => {
  test.each([
    ['while its account is being created', async () => ({ records: [await creating(ann)] })],
    [
      'by the account of another person with the same address',
      async () => ({ records: [await provisioned(ann, { employeeKey: 'of E-2' })] }),
    ],
    ['by the account of someone else', async () => ({ records: [await provisioned(ben)] })],
    [
      'by a message that failed before it was sent',
      async () => ({ failed: [failedMessage(ann, { failedAtMs: sentAtMs - 3_600_000 })] }),
    ],
    ['by another failed message', async () => ({ failed: [failedMessage(ben)] })],
  ])('%s', async (_case, look) => {
    expect(await follow(await plan([ann]), [await look()])).toEqual([undefined]);
  });

  test('by a refusal that was on record before it was sent', async () => {
    const before = await failed(ann);

    expect(await follow(await plan([ann], before), [{ records: [before] }])).toEqual([undefined]);
  });
});

describe('the failed queues', () => {
  async function queueLooks(sent: readonly PlannedHire[], looks: readonly Look[]) {
    const looked: number[] = [];
    let look = -1;
    await follow(sent, looks, {
      async failed() {
        looked.push(look);
        return { messages: [], inFlightElsewhere: 0 };
      },
      onProgress: () => {},
      untilNextLook: async () => {
        look += 1;
        return look === 7 ? 'last' : 'more';
      },
    });
    return looked;
  }

  test('are looked through at every fifth look, and at the last', async () => {
    expect(await queueLooks(await plan([ann]), [])).toEqual([0, 5, 7]);
  });

  test('are looked through at every look, once they must have all that is left', async () => {
    const outside = { ...ann, type: 'SUPER_USER' };

    expect(await queueLooks(await plan([outside]), [])).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });
});

describe('failed messages that another operator holds', () => {
  const held = async (sent: readonly PlannedHire[], looks: readonly Look[]) =>
    (await followBy(sent, looks)).failedInFlightElsewhere;

  test('are counted at the last look, where a hire has not reached its end', async () => {
    const looks = [{ inFlightElsewhere: 3 }, { inFlightElsewhere: 2 }];

    expect(await held(await plan([ann]), looks)).toBe(2);
  });

  test('are counted where a hire is a duplicate, as its message may be among them', async () => {
    const records = [await provisioned(ann, { requestKey: 'R-0' })];

    expect(await held(await plan([ann]), [{ records, inFlightElsewhere: 1 }])).toBe(1);
  });

  test('are not counted where every end is known', async () => {
    const looks = [
      { inFlightElsewhere: 3 },
      { records: [await provisioned(ann)], inFlightElsewhere: 3 },
    ];

    expect(await held(await plan([ann]), looks)).toBe(0);
  });
});

test('an interruption ends the following with its reason', async () => {
  const interruption = new AbortController();
  const following = follow(await plan([ann]), [], {
    signal: interruption.signal,
    async untilNextLook() {
      interruption.abort(new Error('interrupted'));
      return 'last';
    },
  });

  await expect(following).rejects.toThrow('interrupted');
});
