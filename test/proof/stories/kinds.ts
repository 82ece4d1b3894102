import fc from 'fast-check';
import { READ_LAG_MS } from '../../../src/targets/read-lag.ts';
import { appear, foreignAccount, mayAppear } from './foreign-accounts.ts';
import { atOtherAddress, DAYS, hireBody, inOtherCase, onOtherDay } from './hiring.ts';
import { CALL_NAMES, type CallName, type Fault, type HeldCall, type Service } from './instance.ts';
import { invoke } from './invoke.ts';
import { type Kind, kindOf } from './kind.ts';
import { runOn, runUpTo } from './run-on.ts';
import { NARROW_POLICY, type Simulation, WIDE_POLICY } from './simulation.ts';
import { startSweep } from './sweep.ts';

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const PAUSE_MS = 48 * HOUR_MS;
/** The new-hire queue keeps a message for ten days, and its alarm fires before. */
const MAX_AGE_MS = 9 * 24 * HOUR_MS;
const MAX_MESSAGES = 9;

const anyOf = fc.nat({ max: 11 });
const SERVICES: readonly Service[] = ['table', 'directory', 'outgoing queues', 'new-hire queue'];

function pick<Item>(items: readonly Item[], index: number): Item | undefined {
  return items[index % items.length];
}

/** The calls that decide most come up most often. */
const USUAL_CALLS: readonly CallName[] = [
  ...CALL_NAMES,
  'claim',
  'create',
  'create',
  'create',
  'complete',
  'complete',
  'publish',
] as const;

/** All that may happen in a story. */
export const KINDS: readonly Kind<unknown>[] = [
  kindOf({
    kind: 'hire sent',
    isDaily: true,
    weight: 2,
    args: hireBody,
    isPossible: ({ queues }) => queues.messages.size < MAX_MESSAGES,
    happen: ({ queues }, body) => queues.send(body),
  }),
  kindOf({
    kind: 'sent again in other letter case',
    weight: 2,
    args: anyOf,
    isPossible: ({ queues }) => queues.bodies.length > 0 && queues.messages.size < MAX_MESSAGES,
    happen: ({ queues }, index) => queues.send(inOtherCase(pick(queues.bodies, index) ?? '')),
  }),
  kindOf({
    kind: 'sent again with another address',
    weight: 2,
    args: anyOf,
    isPossible: ({ queues }) => queues.bodies.length > 0 && queues.messages.size < MAX_MESSAGES,
    happen: ({ queues }, index) => queues.send(atOtherAddress(pick(queues.bodies, index) ?? '')),
  }),
  kindOf({
    kind: 'sent again with another first day',
    weight: 2,
    args: fc.record({ index: anyOf, day: fc.constantFrom(...DAYS) }),
    isPossible: ({ queues }) => queues.bodies.length > 0 && queues.messages.size < MAX_MESSAGES,
    happen: ({ queues }, { index, day }) =>
      queues.send(onOtherDay(pick(queues.bodies, index) ?? '', day)),
  }),
  kindOf({
    kind: 'sweep runs',
    isDaily: true,
    weight: 4,
    args: fc.constant(null),
    isPossible: ({ firstDays }) => firstDays.due().length > 0,
    happen: startSweep,
  }),
  kindOf({
    kind: 'first day comes',
    weight: 2,
    args: anyOf,
    isPossible: (simulation, index) =>
      simulation.firstDays.waiting().length > 0 && mayWait(simulation, untilDay(simulation, index)),
    happen: (simulation, index) => simulation.clock.advance(untilDay(simulation, index)),
  }),
  kindOf({
    kind: 'hire cancelled before its day',
    args: anyOf,
    isPossible: ({ firstDays }) => firstDays.waiting().length > 0,
    async happen({ firstDays }, index) {
      const shown = pick(firstDays.waiting(), index);
      if (shown) await firstDays.cancel(shown);
    },
  }),
  kindOf({
    kind: 'delivered',
    isDaily: true,
    weight: 6,
    args: fc.record({ from: anyOf, size: fc.integer({ min: 1, max: 5 }) }),
    isPossible: ({ queues }) => queues.visible().length > 0,
    happen(simulation, { from, size }) {
      const visible = simulation.queues.visible();
      const start = from % visible.length;
      invoke(simulation, [...visible.slice(start), ...visible.slice(0, start)].slice(0, size));
    },
  }),
  kindOf({
    kind: 'delivered twice',
    weight: 2,
    args: anyOf,
    isPossible: ({ queues }) => queues.invisible().length > 0,
    happen(simulation, index) {
      const message = pick(simulation.queues.invisible(), index);
      if (message) invoke(simulation, [message]);
    },
  }),
  kindOf({
    kind: 'delivered with no time left',
    args: anyOf,
    isPossible: ({ queues }) => queues.visible().length > 0,
    happen(simulation, index) {
      const message = pick(simulation.queues.visible(), index);
      if (message) invoke(simulation, [message], 8_000);
    },
  }),
  kindOf({
    kind: 'call goes through',
    isDaily: true,
    weight: 6,
    args: anyOf,
    isPossible: (simulation) => heldCalls(simulation).length > 0,
    happen: (simulation, index) => pick(heldCalls(simulation), index)?.go(),
  }),
  kindOf({
    kind: 'instance runs on',
    isDaily: true,
    weight: 3,
    args: anyOf,
    isPossible: ({ instances }) => instances.length > 0,
    async happen({ instances }, index) {
      const instance = pick(instances, index);
      if (instance) await runOn(instance);
    },
  }),
  faulty('crash before', 3),
  faulty('crash after', 5),
  faulty('answer lost', 6),
  faulty('call lost', 3),
  faulty('throttled', 3),
  faulty('call lost', 2, ['delete'], 'deletion lost'),
  faulty('partly done', 3, ['publish', 'reject', 'set visibility', 'delete', 'find', 'find']),
  kindOf({
    kind: 'instance runs up to a call',
    isDaily: true,
    weight: 6,
    args: fc.record({ index: anyOf, name: fc.constantFrom(...USUAL_CALLS) }),
    isPossible: ({ instances }) => instances.length > 0,
    async happen({ instances }, { index, name }) {
      const instance = pick(instances, index);
      if (instance) await runUpTo(instance, name);
    },
  }),
  kindOf({
    kind: 'operator raises the budget, or takes it back',
    args: fc.constantFrom(2, 3, undefined),
    isPossible: ({ budget }) => budget.limit !== undefined,
    happen: ({ budget }, perHour) =>
      perHour === undefined ? budget.reset() : budget.raise(perHour),
  }),
  kindOf({
    kind: 'outage begins',
    args: fc.constantFrom(...SERVICES),
    happen: ({ down }, service) => void down.add(service),
  }),
  kindOf({
    kind: 'outage ends',
    args: fc.constant(null),
    isPossible: ({ down }) => down.size > 0,
    happen: ({ down }) => down.clear(),
  }),
  clockJump('clock past a retry', 40 * SECOND_MS),
  clockJump('clock past the lease', 2 * MINUTE_MS),
  clockJump('clock past the token', 11 * MINUTE_MS),
  clockJump('clock past every backoff', HOUR_MS),
  clockJump('clock past the deferral', 25 * HOUR_MS),
  kindOf({
    kind: 'paused for two days',
    args: fc.constant(null),
    isPossible: (simulation) => mayWait(simulation, PAUSE_MS),
    async happen({ clock, instances }) {
      for (const instance of [...instances]) await runOn(instance);
      clock.advance(PAUSE_MS);
    },
  }),
  kindOf({
    kind: 'reads lag, or no longer',
    args: fc.constantFrom(0, 30 * SECOND_MS, 5 * MINUTE_MS, READ_LAG_MS - 1),
    happen: ({ directory }, lagMs) => directory.lag(lagMs),
  }),
  kindOf({
    kind: 'received many times',
    args: fc.record({ index: anyOf, count: fc.constantFrom(19, 94, 100) }),
    isPossible: ({ queues }) => queues.messages.size > 0,
    happen({ queues }, { index, count }) {
      const message = pick([...queues.messages.values()], index);
      if (message) message.receiveCount = Math.max(message.receiveCount, count);
    },
  }),
  kindOf({
    kind: 'redriven from the dead-letter queue',
    args: anyOf,
    isPossible: ({ queues }) => queues.deadLetters.length > 0,
    happen: ({ queues }, index) => queues.takeBack('deadLetters', index),
  }),
  kindOf({
    kind: 'redelivered from the rejected queue',
    args: anyOf,
    isPossible: ({ queues }) => queues.rejected.length > 0,
    happen: ({ queues }, index) => queues.takeBack('rejected', index),
  }),
  kindOf({
    kind: 'existing account appears',
    args: foreignAccount,
    isPossible: mayAppear,
    happen: appear,
  }),
  kindOf({
    kind: 'account deleted',
    args: anyOf,
    isPossible: ({ directory }) => directory.users.length > 0,
    happen: ({ directory }, index) => directory.remove(pick(directory.users, index)?.userId ?? ''),
  }),
  kindOf({
    kind: 'account disabled or enabled',
    args: fc.record({ index: anyOf, status: fc.constantFrom('ENABLED', 'DISABLED') }),
    isPossible: ({ directory }) => directory.users.length > 0,
    happen: ({ directory }, { index, status }) =>
      directory.setStatus(pick(directory.users, index)?.userId ?? '', status),
  }),
  kindOf({
    kind: 'policy narrowed or widened',
    args: fc.constantFrom(NARROW_POLICY, WIDE_POLICY),
    happen(simulation, policy) {
      simulation.policy = policy;
    },
  }),
  kindOf({
    kind: 'directory refuses hires, or no longer',
    args: fc.boolean(),
    happen: ({ directory }, refuses) => (refuses ? directory.refuse() : directory.accept()),
  }),
  kindOf({
    kind: 'a group is gone, or there again',
    args: fc.constantFrom('group-1', 'group-2', undefined),
    happen: ({ directory }, group) => directory.missGroup(group),
  }),
];

function heldCalls({ instances }: Simulation): readonly HeldCall[] {
  return instances.flatMap(({ held }) => held);
}

/** The fault happens to the call of that name that the instance makes next. */
function faulty(
  fault: Fault,
  weight: number,
  names: readonly CallName[] = USUAL_CALLS,
  kind: string = fault,
) {
  return kindOf({
    kind,
    weight,
    args: fc.record({ index: anyOf, name: fc.constantFrom(...names) }),
    isPossible: ({ instances }) => instances.length > 0,
    async happen({ instances }, { index, name }) {
      const instance = pick(instances, index);
      const call = instance && (await runUpTo(instance, name));
      await call?.go(fault);
      return call !== undefined;
    },
  });
}

function clockJump(kind: string, ms: number): Kind<unknown> {
  return kindOf({
    kind,
    args: fc.constant(null),
    isPossible: (simulation) => mayWait(simulation, ms),
    happen: ({ clock }) => clock.advance(ms),
  });
}

/** Milliseconds until the day of a hire that waits. */
function untilDay({ clock, firstDays }: Simulation, index: number): number {
  return Math.max(0, (pick(firstDays.waiting(), index)?.dueAtMs ?? 0) - clock.now());
}

function mayWait({ clock, queues }: Simulation, ms: number): boolean {
  return [...queues.messages.values()].every(
    ({ sentAtMs }) => clock.now() + ms - sentAtMs < MAX_AGE_MS,
  );
}
