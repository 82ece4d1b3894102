import type { Phase } from '../../support/http/intercepting-proxy.ts';
import { freezeAtEveryCall, kindsToFreeze } from '../../support/trials/freeze-at-every-call.ts';
import { BATCH_KINDS, type BatchKind } from '../../support/trials/hire-batches.ts';
import { killAtEveryCall } from '../../support/trials/kill-at-every-call.ts';
import type { Tally } from '../../support/trials/tally.ts';
import { startTrialLanes, type TrialLane } from '../../support/trials/trial-lane.ts';

const EVERY_MOMENT: readonly Phase[] = ['before', 'committed', 'answered'];

/** Every kind of batch, killed at every moment of every call, and back in every way: minutes. */
export function proveCrashPoints(target: string): Promise<readonly Tally[]> {
  const waysBack = ['redelivered, then redriven', 'redriven'] as const;
  return rowsOf(target, BATCH_KINDS, (kind, moment, lanes) =>
    killAtEveryCall({ kind, moment, waysBack }, lanes),
  );
}

/** An instance frozen at every moment of every call, while another finishes its hire and more. */
export function proveFrozenInstances(target: string): Promise<readonly Tally[]> {
  const tokens = ['token good', 'token over'] as const;
  return rowsOf(target, kindsToFreeze, (kind, moment, lanes) =>
    freezeAtEveryCall({ kind, moment, tokens }, lanes),
  );
}

/** A row for every kind of batch and every moment of a call, on lanes of their own. */
async function rowsOf(
  target: string,
  kinds: readonly BatchKind[],
  row: (kind: BatchKind, moment: Phase, lanes: readonly TrialLane[]) => Promise<Tally>,
): Promise<readonly Tally[]> {
  const lanes = await startTrialLanes(target);
  const rows: Tally[] = [];
  try {
    for (const kind of kinds) {
      for (const moment of EVERY_MOMENT) rows.push(await row(kind, moment, lanes));
    }
    return rows;
  } finally {
    await Promise.all(lanes.map((lane) => lane.stop()));
  }
}
