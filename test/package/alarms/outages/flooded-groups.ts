import type { Outage } from '../outage.ts';
import { GRANTS_PER_HOUR, GROUPS, sendForEachGroup, withSampleRules } from '../sample-rules.ts';
import { AFTER, BEFORE } from './lone-hire.ts';

/** A period of the alarm ends with each minute; and late data. */
const SEEN = 10;
const OF_GROUPS = [...GROUPS].map((group) => `grants-${group}`);

const eachOfGroups = <T>(value: T) => Object.fromEntries(OF_GROUPS.map((name) => [name, value]));

/** What adds more accounts to groups than anyone expects. */
export const FLOODED_GROUPS: readonly Outage[] = [
  {
    name: 'a sender has one account more than an hour may bring added to every group of the rules, within half an hour',
    section: 'A group that is not granted',
    // One group is that of accounts with elevated rights.
    bounds: { ...eachOfGroups(SEEN), 'elevated-account': SEEN },
    async play(story) {
      withSampleRules(story);
      await story.pass(BEFORE);
      const elevated = story.minute();
      sendForEachGroup(story, GRANTS_PER_HOUR - 4);
      await story.pass(30);
      const from = story.minute();
      sendForEachGroup(story, 5);
      await story.pass(AFTER);
      return {
        ...eachOfGroups([{ from }]),
        'elevated-account': [{ from: elevated }, { from }],
      };
    },
  },
];
