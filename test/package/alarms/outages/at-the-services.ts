import { target } from '#target';
import type { Target } from '../../../../src/provisioning/ports.ts';
import { directoryClientSettings } from '../../../../src/runtime/aws-clients.ts';
import { retryTransientErrors } from '../../../../src/runtime/retry-transient-errors.ts';
import { parseSettings } from '../../../../src/runtime/settings.ts';
import { hire } from '../../../support/bodies/hires.ts';
import type { Outage, Reason } from '../outage.ts';
import type { Story } from '../story.ts';
import { AFTER, BEFORE, deadLettered, lastsADay, oneHire } from './lone-hire.ts';

/** The first data point, and what it takes until CloudWatch has it. */
const AT_FIRST_HIRE = 5;
/** The first try that comes more than five minutes after the first one. */
const WHEN_IT_LASTS = 20;

/** The directory's client as it is, but that its second attempt comes at once: no test sleeps. */
function withoutDelay({ world: { environment, clock } }: Story): Target {
  const retryStrategy = retryTransientErrors({ attempts: 2, delayMs: 0 });
  return target.create(
    parseSettings(environment).ofTarget,
    { clock, onCall: () => {} },
    (service) => ({ ...directoryClientSettings(service), retryStrategy }),
  );
}

/** Sends one hire, and lets pass what its tries take. */
async function oneMore(story: Story): Promise<Reason> {
  const from = story.minute();
  story.send();
  while (story.queues.NewHireQueue.size() > 0) await story.pass(1);
  return { from, until: story.minute() };
}

/** What fails or refuses behind the function. */
export const AT_THE_SERVICES: readonly Outage[] = [
  lastsADay('the directory is down', 'directory-unavailable', WHEN_IT_LASTS, (story) => {
    story.world.directory.faults.always('*', { kind: 'drop' });
    story.function.ports = { target: withoutDelay(story) };
  }),
  lastsADay('the table is down', 'table-unavailable', WHEN_IT_LASTS, (story) => {
    story.function.env = { USERS_TABLE_NAME: 'not-there' };
  }),
  lastsADay('the key is disabled', 'key-unavailable', WHEN_IT_LASTS, (story) => {
    story.function.env = { PSEUDONYM_KEY_ARN: 'not-there' };
  }),
  lastsADay('the directory denies access', 'directory-denies', AT_FIRST_HIRE, ({ world }) =>
    world.directory.faults.always('*', { kind: 'access-denied' }),
  ),
  lastsADay('a limit of the directory is reached', 'directory-limit', AT_FIRST_HIRE, ({ world }) =>
    world.directory.faults.always('*', { kind: 'limit-exceeded' }),
  ),
  lastsADay('the directory is not there', 'directory-not-found', AT_FIRST_HIRE, (story) => {
    const { target } = story.world.compose();
    const missing = {
      kind: 'unknown',
      cause: 'target-not-found',
      error: new Error('404'),
    } as const;
    story.function.ports = { target: { ...target, create: async () => missing } };
  }),
  {
    name: 'one hire more than an hour has place for, for the half of it that is left',
    section: 'A budget of creations',
    bounds: { 'creation-budget': AT_FIRST_HIRE },
    async play(story) {
      story.function.env = { CREATIONS_PER_HOUR: '1' };
      await story.pass(BEFORE + 30);
      story.send();
      const reason = await oneMore(story);
      await story.pass(AFTER);
      return { 'creation-budget': [reason] };
    },
  },
  lastsADay('an error that nothing foresaw', 'unexpected-error', AT_FIRST_HIRE, (story) => {
    const { target } = story.world.compose();
    const create = () => Promise.reject(new TypeError('a bug'));
    story.function.ports = { target: { ...target, create } };
  }),

  {
    name: 'the completion queue is down for twelve hours',
    section: 'Outage',
    bounds: { 'events-not-sent': WHEN_IT_LASTS, 'not-ready': 125 },
    async play(story) {
      const { COMPLETION_QUEUE_URL = '' } = story.world.environment;
      story.function.env = { COMPLETION_QUEUE_URL: `${COMPLETION_QUEUE_URL}-is-gone` };
      const reason = await oneHire(story, 720);
      story.function.env = {};
      await story.pass(AFTER);
      return { 'events-not-sent': [reason], 'not-ready': [reason] };
    },
  },

  {
    name: 'the new-hire queue does not confirm a lone hire for twelve hours',
    section: 'Outage',
    bounds: { 'not-confirmed': 20 },
    async play(story) {
      const { NEW_HIRE_QUEUE_URL = '' } = story.world.environment;
      story.function.env = { NEW_HIRE_QUEUE_URL: `${NEW_HIRE_QUEUE_URL}-is-gone` };
      const reason = await oneHire(story, 720);
      story.function.env = {};
      await story.pass(AFTER);
      return { 'not-confirmed': [reason] };
    },
  },

  {
    name: 'the directory throttles a lone hire for twelve hours',
    section: 'Throttled',
    bounds: { 'not-ready': 125 },
    async play(story) {
      story.world.directory.faults.always('*', { kind: 'throttle' });
      const reason = await oneHire(story, 720);
      story.world.directory.faults.clear();
      await story.pass(AFTER);
      return { 'not-ready': [reason] };
    },
  },

  {
    ...lastsADay('a group is gone', 'group-not-granted', AT_FIRST_HIRE, (story) => {
      const appliedRules = new Set([1]);
      const groups = ['group-1'];
      const rules = {
        version: '',
        fields: [],
        plan: () => ({ groups, appliedRules }),
        groups: new Set(groups),
      };
      story.function.ports = { groupRules: { ...rules, grantToExisting: false } };
    }),
    section: 'A group that is not granted',
  },

  {
    name: 'a conflict that no search explains',
    section: 'there before',
    bounds: { 'address-taken': AT_FIRST_HIRE, 'new-dead-letters': 20, 'dead-letters': 20 },
    async play(story) {
      story.world.directory.faults.always('CreateUser', { kind: 'conflict' });
      const { from, until } = await oneHire(story, 60);
      await story.pass(AFTER);
      return { 'address-taken': [{ from }], ...deadLettered(story, until - 1) };
    },
  },

  {
    name: 'an instance thaws with another user id than the record has by then',
    section: 'Instances side by side',
    bounds: { 'duplicate-account': AT_FIRST_HIRE },
    async play(story) {
      const { directory, clock, deliver } = story.world;
      const emailAddress = 'ada@example.com';
      directory.onRequest(async (_, phase) => {
        if (phase !== 'committed') return;
        directory.onRequest(() => {});
        directory.removeUser(directory.users()[0]?.userId ?? '');
        clock.advance(660_000);
        await deliver([{ body: hire({ emailAddress, requestId: 'another' }) }]);
      });
      await story.pass(BEFORE);
      const from = story.minute();
      story.send({ emailAddress });
      await story.pass(AFTER);
      return { 'duplicate-account': [{ from }] };
    },
  },

  {
    name: 'accounts with elevated rights are created, an hour apart',
    bounds: { 'elevated-account': AT_FIRST_HIRE },
    async play(story) {
      story.function.env = { ALLOWED_USER_TYPES: 'APP_USER,SUPER_USER' };
      const sent: number[] = [];
      for (const _ of [1, 2]) {
        await story.pass(60);
        sent.push(story.minute());
        story.send({ type: 'SUPER_USER' });
      }
      await story.pass(AFTER);
      return { 'elevated-account': sent.map((from) => ({ from })) };
    },
  },
];
