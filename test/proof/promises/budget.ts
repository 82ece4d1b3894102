import { isAnyGroup, type Promises } from './promise.ts';

/** About how many accounts are created in an hour. */
export const BUDGET_PROMISES: Promises = {
  'more first creations in an hour than the limit': ({
    creations = [],
    creationsPerHour = () => Number.POSITIVE_INFINITY,
  }) =>
    isAnyGroup(
      creations,
      ({ hour }) => String(hour),
      (ofHour) =>
        // An administrator may delete an account before it is on record: the retry makes it again.
        new Set(ofHour.map(({ attempt }) => attempt)).size > creationsPerHour(ofHour[0]?.hour),
    ),

  'an account was created that no hour counts': ({ creations = [] }) =>
    creations.some(({ hour }) => hour === undefined),
};
