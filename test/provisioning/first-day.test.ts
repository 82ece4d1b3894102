import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { ADA, hire } from '../support/bodies/hires.ts';
import { digestsFor } from '../support/engine/digests.ts';
import {
  type Delivery,
  type EngineHarness,
  startEngineHarness,
  TARGET_ID,
} from '../support/engine/engine-harness.ts';

const DAY_MS = 86_400_000;
/** The clock of the harness begins on 2 March 2026. */
const TOMORROW = '2026-03-03';
const DUE_TOMORROW = '2026-03-03T00:00:00.000Z';
const IN_APRIL = '2026-04-01';
const DUE_IN_APRIL = '2026-04-01T00:00:00.000Z';
const { personKeyOf, employeeKeyOf } = digestsFor(TARGET_ID);
const KEY = personKeyOf(ADA);
const elsewhere = { employeeId: 'E-1', emailAddress: 'ada.byron@example.com' };

let engine: EngineHarness;
let requests: number;
beforeEach(async () => {
  engine = await startEngineHarness();
  requests = 0;
});
afterEach(() => engine.stop());

/** A request of its own about a hire, sent now. */
function request(fields: object): Delivery {
  requests += 1;
  engine.clock.advance(1_000);
  const body = hire({ requestId: `request-${requests}`, ...fields });
  return { body, sentAtMs: engine.clock.now() };
}
const send = (fields: object, env = {}) => engine.deliver([request(fields)], { env });

/** The sweep runs every 15 minutes until then; what it sends is delivered. */
async function comes(day: string): Promise<void> {
  engine.clock.set(Date.parse(`${day}T00:10:00Z`));
  await engine.deliver(await engine.sweep());
}

const accounts = () => engine.directory.users();

describe('a hire whose day has not come', () => {
  test('has no account, and is told when it will be made', async () => {
    const { log, metrics } = await send({ startDate: TOMORROW });

    expect(accounts()).toEqual([]);
    expect(await engine.outcomes()).toEqual([DUE_TOMORROW]);
    expect(log).toMatchObject([{ message: 'scheduled', facts: { dueAt: DUE_TOMORROW } }]);
    expect(metrics).toMatchObject({ Scheduled: [1] });
  });

  test('has its account on the day, and leaves nothing that waits', async () => {
    await send({ startDate: TOMORROW });
    await comes(TOMORROW);

    expect(await engine.outcomes()).toEqual([DUE_TOMORROW, 'created']);
    expect(accounts()).toHaveLength(1);
    expect(await engine.scheduled(KEY)).toBeUndefined();
  });

  test('is told the same again when its message comes again', async () => {
    const message = request({ startDate: TOMORROW });
    await engine.deliver([message]);
    await engine.deliver([message]);

    const [one, other] = await engine.events();
    expect(other).toEqual(one);
  });

  test('is rejected where the day is more than 400 days ahead', async () => {
    await send({ startDate: '2027-04-07' });

    expect(await engine.outcomes()).toEqual(['start-too-far-ahead']);
  });

  test('repeats the event of its request, where that is done', async () => {
    await send({ requestId: 'hired' });
    await send({ requestId: 'hired', startDate: '2027-04-07' });

    expect(await engine.outcomes()).toEqual(['created', 'created']);
  });

  test('is rejected where its message is too long to wait', async () => {
    await send({ startDate: TOMORROW, note: 'x'.repeat(250 * 1024) });

    expect(await engine.outcomes()).toEqual(['too-long-to-wait']);
  });

  test('is rejected at once where the policy does not allow it', async () => {
    await send({ startDate: TOMORROW, type: 'SUPER_USER' });

    expect(await engine.outcomes()).toEqual(['outside-policy']);
    expect(await engine.scheduled(KEY)).toBeUndefined();
  });

  test('is checked again on the day, as the policy is then', async () => {
    await send({ startDate: TOMORROW });
    engine.clock.set(Date.parse(DUE_TOMORROW));
    await engine.deliver(await engine.sweep(), { env: { ALLOWED_EMAIL_DOMAINS: 'example.org' } });

    expect(await engine.outcomes()).toEqual([DUE_TOMORROW, 'outside-policy']);
  });

  test('is a duplicate where the person has an account', async () => {
    await send({});
    await send({ startDate: TOMORROW });

    expect(await engine.outcomes()).toEqual(['created', 'duplicate']);
  });

  test('leaves nothing that waits where it is rejected or a duplicate', async () => {
    await send({ employeeId: 'E-1' });
    await send({ employeeId: 'E-1', emailAddress: 'ada.byron@example.com', startDate: TOMORROW });
    await send({ employeeId: 'E-1', startDate: TOMORROW });
    await send({ employeeId: 'E-2', startDate: TOMORROW });

    expect(await engine.outcomes()).toEqual([
      'created',
      'employee-at-another-address',
      'duplicate',
      'address-belongs-to-another',
    ]);
    engine.clock.set(Date.parse(DUE_TOMORROW));
    expect(await engine.sweep()).toEqual([]);
  });

  test('is told of its account where the same request has made it', async () => {
    const message = request({ startDate: TOMORROW });
    await engine.deliver([message], { env: { PROVISION_DAYS_BEFORE_START: '1' } });
    await engine.deliver([message]);

    expect(await engine.outcomes()).toEqual(['created', 'created']);
  });

  test('waits while an attempt for the person has not ended', async () => {
    const target = engine.compose().target;
    const create = async () => ({ kind: 'unknown', cause: 'target-unavailable' }) as const;
    await engine.deliver([request({})], { ports: { target: { ...target, create } } });
    engine.clock.advance(3_600_000);
    const { causes } = await send({ startDate: TOMORROW });

    expect(causes).toEqual(['account-being-created']);
  });
});

describe('a hire whose day has come', () => {
  test.each(['2026-03-02', '2025-01-31', '2026-03-02T07:00:00+01:00'])(
    'by its start date %s has its account at once',
    async (startDate) => {
      await send({ startDate });

      expect(await engine.outcomes()).toEqual(['created']);
    },
  );

  test('by the operator’s days before it has its account at once', async () => {
    await send({ startDate: '2026-03-09' }, { PROVISION_DAYS_BEFORE_START: '7' });

    expect(await engine.outcomes()).toEqual(['created']);
  });

  test('in the operator’s time zone has its account at once', async () => {
    engine.clock.set(Date.parse('2026-03-02T12:00:00Z'));
    await send({ startDate: TOMORROW }, { START_TIME_ZONE: 'Pacific/Auckland' });

    expect(await engine.outcomes()).toEqual(['created']);
  });

  test('is sent twice by a sweep that was cut off, and has one account', async () => {
    await send({ startDate: TOMORROW });
    engine.clock.set(Date.parse(DUE_TOMORROW));
    const copies = await engine.sweep();
    await engine.deliver(copies);
    await engine.deliver(copies);

    expect(await engine.outcomes()).toEqual([DUE_TOMORROW, 'created', 'created']);
    expect(accounts()).toHaveLength(1);
  });
});

describe('a first day that moves', () => {
  test('to a later one, makes no account before', async () => {
    await send({ startDate: TOMORROW });
    await send({ startDate: IN_APRIL });
    await comes(TOMORROW);
    expect(accounts()).toEqual([]);

    await comes(IN_APRIL);
    expect(await engine.outcomes()).toEqual([DUE_TOMORROW, DUE_IN_APRIL, 'created']);
  });

  test('to an earlier one, makes the account then', async () => {
    await send({ startDate: IN_APRIL });
    await send({ startDate: TOMORROW });
    await comes(TOMORROW);

    expect(await engine.outcomes()).toEqual([DUE_IN_APRIL, DUE_TOMORROW, 'created']);
  });

  test('to one that has come, makes the account at once', async () => {
    await send({ startDate: IN_APRIL });
    await send({ startDate: '2026-03-01' });

    expect(await engine.outcomes()).toEqual([DUE_IN_APRIL, 'created']);
  });

  test('after the sweep has sent the hire, holds the copy back', async () => {
    await send({ startDate: TOMORROW });
    engine.clock.set(Date.parse(DUE_TOMORROW));
    const copies = await engine.sweep();
    await send({ startDate: IN_APRIL });
    await engine.deliver(copies);

    expect(await engine.outcomes()).toEqual([DUE_TOMORROW, DUE_IN_APRIL, DUE_IN_APRIL]);
    expect(accounts()).toEqual([]);
  });

  test('is not moved back by an older message that comes late', async () => {
    const older = request({ startDate: TOMORROW });
    await send({ startDate: IN_APRIL });
    await engine.deliver([older]);

    expect(await engine.outcomes()).toEqual([DUE_IN_APRIL, DUE_IN_APRIL]);
  });

  test('does not give way to an older message that an operator sends again', async () => {
    const older = request({ startDate: TOMORROW });
    await send({ startDate: IN_APRIL });
    const sentAt = new Date(older.sentAtMs ?? 0).toISOString();
    await engine.deliver([{ body: older.body, attributes: { sentAt } }]);

    expect(await engine.outcomes()).toEqual([DUE_IN_APRIL, DUE_IN_APRIL]);
  });

  test('cannot be outdone by a message that says it was sent in the future', async () => {
    const sentAt = '2099-01-01T00:00:00.000Z';
    await engine.deliver([{ ...request({ startDate: TOMORROW }), attributes: { sentAt } }]);
    await send({ startDate: IN_APRIL });

    expect(await engine.outcomes()).toEqual([DUE_TOMORROW, DUE_IN_APRIL]);
  });

  test('does not move with the address of the employee: an operator decides', async () => {
    await send({ employeeId: 'E-1', startDate: TOMORROW });
    await send({ ...elsewhere, startDate: IN_APRIL });
    await comes(TOMORROW);

    expect(await engine.outcomes()).toEqual([
      DUE_TOMORROW,
      'employee-at-another-address',
      'created',
    ]);
    expect(accounts()).toMatchObject([{ emailAddress: ADA }]);
  });

  test('names the employee id of another address only as a claim', async () => {
    await send({ employeeId: 'E-1', startDate: TOMORROW });
    await send({ ...elsewhere, startDate: IN_APRIL });

    expect((await engine.events()).at(-1)?.data).toMatchObject({ claimedEmployeeId: 'E-1' });
  });

  test.each([
    ['start-too-far-ahead', { startDate: '2027-04-07' }],
    ['too-long-to-wait', { startDate: TOMORROW, note: 'x'.repeat(250 * 1024) }],
  ])('names it only as a claim, where it is rejected before it waits: %s', async (code, fields) => {
    await send({ employeeId: 'E-1' });
    await send({ ...elsewhere, ...fields });

    expect((await engine.events()).at(-1)?.data).toEqual({
      claimedRequestId: 'request-2',
      claimedEmployeeId: 'E-1',
      reason: expect.objectContaining({ code }),
    });
  });

  test('names it only as a claim, where it comes after an operator has cancelled the first', async () => {
    await send({ employeeId: 'E-1', startDate: TOMORROW });
    const late = request({ ...elsewhere, startDate: IN_APRIL });
    await engine.cancel(employeeKeyOf('E-1'));
    await engine.deliver([late]);

    expect((await engine.events()).at(-1)?.data).toEqual({
      claimedRequestId: 'request-2',
      claimedEmployeeId: 'E-1',
      reason: expect.objectContaining({ code: 'start-cancelled' }),
    });
  });

  test('moves with the address once an operator has cancelled the first', async () => {
    await send({ employeeId: 'E-1', startDate: TOMORROW });
    await engine.cancel(employeeKeyOf('E-1'));
    await send({ ...elsewhere, startDate: IN_APRIL });
    await comes(IN_APRIL);

    expect(accounts()).toMatchObject([{ emailAddress: 'ada.byron@example.com' }]);
  });

  test('does not take the place of a hire that is due, at another address of the employee', async () => {
    const dueAtOnce = request({ employeeId: 'E-1', startDate: '2026-03-01' });
    await send({ ...elsewhere, startDate: IN_APRIL });
    await engine.deliver([dueAtOnce]);
    await comes(IN_APRIL);

    expect(await engine.outcomes()).toEqual([
      DUE_IN_APRIL,
      'created',
      'employee-at-another-address',
    ]);
  });

  test('is not ended by a hire that is due, at another address of the employee', async () => {
    await send({ ...elsewhere, startDate: IN_APRIL });
    await send({ employeeId: 'E-1', startDate: '2026-03-01' });

    expect(await engine.scheduled(employeeKeyOf('E-1'))).toMatchObject({
      state: 'waiting',
    });
  });

  test('does not move with the address once the employee has an account', async () => {
    await send({ employeeId: 'E-1' });
    await send({ ...elsewhere, startDate: IN_APRIL });

    expect(await engine.outcomes()).toEqual(['created', 'employee-at-another-address']);
  });
});

describe('a hire that an operator cancels', () => {
  test('has no account on its day', async () => {
    await send({ startDate: TOMORROW });
    await engine.cancel(KEY);
    await comes(TOMORROW);

    expect(accounts()).toEqual([]);
  });

  test('has none either where the sweep was faster, and is told so', async () => {
    await send({ startDate: TOMORROW });
    engine.clock.set(Date.parse(DUE_TOMORROW));
    const copies = await engine.sweep();
    await engine.cancel(KEY);
    await engine.deliver(copies);

    expect(await engine.outcomes()).toEqual([DUE_TOMORROW, 'start-cancelled']);
    expect(accounts()).toEqual([]);
  });

  test('has none either where the next hire of the employee, at another address, waits by then', async () => {
    await send({ employeeId: 'E-1', startDate: TOMORROW });
    engine.clock.set(Date.parse(DUE_TOMORROW));
    const copies = await engine.sweep();
    await engine.cancel(employeeKeyOf('E-1'));
    await send({ ...elsewhere, startDate: IN_APRIL });
    await engine.deliver(copies);
    await comes(IN_APRIL);

    expect(await engine.outcomes()).toEqual([
      DUE_TOMORROW,
      DUE_IN_APRIL,
      'start-cancelled',
      'created',
    ]);
    expect(accounts()).toMatchObject([{ emailAddress: 'ada.byron@example.com' }]);
  });

  test('has none either where that hire was rejected, as its address is another’s', async () => {
    await send({ ...elsewhere, employeeId: 'E-3' });
    await send({ employeeId: 'E-1', startDate: TOMORROW });
    engine.clock.set(Date.parse(DUE_TOMORROW));
    const copies = await engine.sweep();
    await engine.cancel(employeeKeyOf('E-1'));
    await send({ ...elsewhere, startDate: IN_APRIL });
    await engine.deliver(copies);

    expect(await engine.outcomes()).toEqual([
      'created',
      DUE_TOMORROW,
      'address-belongs-to-another',
      'start-cancelled',
    ]);
    expect(accounts()).toHaveLength(1);
  });

  test('repeats the event of its request, where another message of it came to the account', async () => {
    const dated = request({ requestId: 'hired', startDate: TOMORROW });
    await engine.deliver([dated]);
    await engine.cancel(KEY);
    await send({ requestId: 'hired' });
    await engine.deliver([dated]);

    expect(await engine.outcomes()).toEqual([DUE_TOMORROW, 'created', 'created']);
  });

  test('has its account once HR asks for it again', async () => {
    await send({ startDate: TOMORROW });
    await engine.cancel(KEY);
    await send({ startDate: TOMORROW });
    await comes(TOMORROW);

    expect(await engine.outcomes()).toEqual([DUE_TOMORROW, DUE_TOMORROW, 'created']);
  });
});

describe('a person who comes back', () => {
  test('has a new account on the day, where the old one was deleted', async () => {
    await send({});
    for (const { userId } of accounts()) engine.directory.removeUser(userId);
    engine.clock.advance(3_600_000);
    await send({ startDate: IN_APRIL });
    expect(accounts()).toEqual([]);

    await comes(IN_APRIL);
    expect(await engine.outcomes()).toEqual(['created', DUE_IN_APRIL, 'created']);
  });

  test('has a new account on the day, also under the request of the old one', async () => {
    const again = { requestId: 'hired' };
    await send(again);
    for (const { userId } of accounts()) engine.directory.removeUser(userId);
    engine.clock.advance(3_600_000);
    await send({});
    await send({ ...again, startDate: IN_APRIL });
    await comes(IN_APRIL);

    expect(await engine.outcomes()).toEqual(['created', 'account-gone', DUE_IN_APRIL, 'created']);
  });

  test('has no second account by a copy that was sent for a day before the deletion', async () => {
    await send({ startDate: TOMORROW });
    engine.clock.set(Date.parse(DUE_TOMORROW));
    const copies = await engine.sweep();
    await engine.deliver(copies);
    for (const { userId } of accounts()) engine.directory.removeUser(userId);
    engine.clock.advance(3_600_000);
    await send({});
    engine.clock.advance(1_000);
    await engine.deliver(copies.map((copy) => ({ ...copy, sentAtMs: engine.clock.now() })));

    expect(await engine.outcomes()).toEqual([
      DUE_TOMORROW,
      'created',
      'account-gone',
      // The request is done: its first event is repeated, and no account is made.
      'created',
    ]);
    expect(accounts()).toEqual([]);
  });
});

test('over 400 days, each account is made on its own day', async () => {
  const first = Date.parse('2026-03-03');
  const days = Array.from({ length: 400 }, (_, nth) =>
    new Date(first + nth * DAY_MS).toISOString().slice(0, 10),
  );
  const firstDays = days.filter((_, nth) => nth % 8 === 7);
  const env = { START_TIME_ZONE: 'Europe/Berlin' };
  const requestsOfAll = firstDays.map((startDate) =>
    request({ startDate, emailAddress: `starts.${startDate}@example.com` }),
  );
  for (let nth = 0; nth < requestsOfAll.length; nth += 10)
    await engine.deliver(requestsOfAll.slice(nth, nth + 10), { env });
  expect(accounts()).toEqual([]);

  const made: string[] = [];
  for (const day of days) {
    engine.clock.set(Date.parse(`${day}T00:00:00Z`));
    const copies = await engine.sweep();
    if (copies.length === 0) continue;
    await engine.deliver(copies, { env });
    made.push(day);
    expect(accounts()).toHaveLength(made.length);
  }
  expect(made).toEqual(firstDays);
});
