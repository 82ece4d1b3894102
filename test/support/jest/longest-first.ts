import testSequencer from '@jest/test-sequencer';

type Tests = Parameters<InstanceType<typeof testSequencer.default>['sort']>[0];

// Its types are those of its CommonJS build, where the class is a default export inside this one.
const Sequencer = testSequencer as unknown as typeof testSequencer.default;

/** The longest first. In a fresh clone, Jest knows no more of a file than its size. */
export const LONGEST = [
  'release/release.test.ts',
  'proof/interleavings/interleavings.test.ts',
  'journeys/crash.test.ts',
  'proof/rules/rules.test.ts',
  'operator/console/night-on-call.test.ts',
  'journeys/other-directories.test.ts',
  'operator/cli/failed/memory.test.ts',
  'local/cli/start.test.ts',
  'operator/console/looks.test.ts',
  'package/alarms/outages.test.ts',
  'operator/console/questions.test.ts',
  'release/command-line.test.ts',
];

/** Begins with the longest test files, so that Jest's processes end together. */
// biome-ignore lint/style/noDefaultExport: Jest takes the default export of a sequencer.
export default class LongestFirst extends Sequencer {
  override async sort(tests: Tests): Promise<Tests> {
    const place = ({ path }: Tests[number]) => {
      const index = LONGEST.findIndex((name) => path.endsWith(`/test/${name}`));
      return index < 0 ? LONGEST.length : index;
    };
    const sorted = await super.sort(tests);
    return sorted.toSorted((one, other) => place(one) - place(other));
  }
}
