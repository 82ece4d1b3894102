import type { Outage } from '../outage.ts';

const HOUR = 60;
const DAY = 24 * HOUR;
/** The minute of a day at which the model begins an audit. */
const NIGHT = 120;
/** `auditWithinHours` */
const PROMISED = 26 * HOUR;

/** What the nightly audit finds, and what keeps it from that. */
export const AT_THE_AUDIT: readonly Outage[] = [
  {
    name: 'one person has two accounts for two nights',
    bounds: { 'audit-findings': 10 },
    async play(story) {
      story.audit.hasTwins = true;
      await story.pass(2 * DAY);
      story.audit.hasTwins = false;
      await story.pass(DAY);
      // The second look is due 26 minutes after the first, and the run after that takes it.
      const found = NIGHT + 30;
      return { 'audit-findings': [{ from: found }, { from: DAY + found }] };
    },
  },

  {
    name: 'the directory denies the audit its reading for two nights',
    bounds: { 'audit-overdue': 65 },
    async play(story) {
      await story.pass(NIGHT + HOUR);
      story.audit.directory = 'denies';
      await story.pass(2 * DAY);
      story.audit.directory = 'answers';
      await story.pass(DAY);
      const from = NIGHT + PROMISED;
      return { 'audit-overdue': [{ from, until: NIGHT + HOUR + 2 * DAY }] };
    },
  },

  {
    name: 'the rules that start the audit are disabled for a morning',
    bounds: { 'audit-overdue': 95 },
    async play(story) {
      await story.pass(6 * HOUR);
      story.audit.condition = 'stopped';
      await story.pass(4 * HOUR);
      story.audit.condition = 'works';
      await story.pass(DAY);
      return { 'audit-overdue': [{ from: 6 * HOUR, until: 10 * HOUR - 1 }] };
    },
  },

  {
    name: 'the function of the audit fails for a morning',
    bounds: { 'audit-overdue': 95 },
    async play(story) {
      await story.pass(6 * HOUR);
      story.audit.condition = 'fails';
      await story.pass(4 * HOUR);
      story.audit.condition = 'works';
      await story.pass(DAY);
      return { 'audit-overdue': [{ from: 6 * HOUR, until: 10 * HOUR - 1 }] };
    },
  },
];
