import type { Phase } from '../../support/http/intercepting-proxy.ts';
import { startIntakeLane, type WayIn } from '../../support/trials/intake-trial.ts';
import { sumOf, type Tally } from '../../support/trials/tally.ts';

const MOMENTS: Readonly<Record<Phase, string>> = {
  before: 'killed before the call leaves',
  committed: 'killed after the service has carried it out, before the answer',
  answered: 'killed after the answer',
};

const WAYS_IN: readonly WayIn[] = ['a file', 'a message'];

/** The intake, killed at these moments of every call that it makes for a file and for a message. */
export async function proveIntakeCrashPoints(
  target: string,
  moments: readonly Phase[] = ['before', 'committed', 'answered'],
): Promise<readonly Tally[]> {
  const lane = await startIntakeLane(target);
  const rows: Tally[] = [];
  try {
    for (const wayIn of WAYS_IN) {
      const calls = await lane.callsOf(wayIn);
      for (const moment of moments) {
        const trials: Omit<Tally, 'fault'>[] = [];
        for (const call of calls) trials.push(await lane.killAt(wayIn, { ...call, moment }));
        rows.push(sumOf(`${MOMENTS[moment]}: ${wayIn} with records of an HR system`, trials));
      }
    }
    return rows;
  } finally {
    await lane.stop();
  }
}
