import type { Phase } from '../../support/http/intercepting-proxy.ts';
import type { BatchKind } from '../../support/trials/batch-kind.ts';
import { BATCH_KINDS } from '../../support/trials/batch-kinds.ts';
import { DATED_BATCHES } from '../../support/trials/dated-batches.ts';
import { freezeAtEveryCall, kindsToFreeze } from '../../support/trials/freeze-at-every-call.ts';
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
  return rowsOf(target, kindsToFreeze(BATCH_KINDS), (kind, moment, lanes) =>
    freezeAtEveryCall({ kind, moment, tokens }, lanes),
  );
}

/**
 * Hires that wait for their day: killed and frozen while they are stored, in the sweep, and on the
 * day. A redrive alone would skip what the sweep has sent.
 */
export async function proveFirstDays(target: string): Promise<readonly Tally[]> {
  const killed = await rowsOf(target, DATED_BATCHES, (kind, moment, lanes) =>
    killAtEveryCall({ kind, moment, waysBack: ['redelivered, then redriven'] }, lanes),
  );
  const frozen = await rowsOf(target, kindsToFreeze(DATED_BATCHES), (kind, moment, lanes) =>
    freezeAtEveryCall({ kind, moment, tokens: ['token over'] }, lanes),
  );
  return [...killed, ...frozen];
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
