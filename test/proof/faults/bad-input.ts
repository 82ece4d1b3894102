import { BAD_BODIES, SECRET } from '../../support/bodies/bad-bodies.ts';
import { FUZZED_BODIES } from '../../support/bodies/fuzzed-bodies.ts';
import { fuzzedBodies, tryBodies } from '../../support/bodies/try-bodies.ts';
import type { Tally } from '../../support/trials/tally.ts';
import { startPackagedFunction } from './packaged-function.ts';

/**
 * Bad bodies of every family, and so many random ones of every kind, through the packaged function.
 * Each must become an account or be kept with its reason, and none may be in a log.
 */
export async function proveBadInput(
  target: string,
  fuzz: { readonly seed: number; readonly bodies: number },
): Promise<readonly Tally[]> {
  const packagedFunction = await startPackagedFunction(target);
  try {
    const rows: Tally[] = [];
    for (const [family, bad] of Map.groupBy(BAD_BODIES, (one) => one.family)) {
      const bodies = bad.map(({ body }) => ({ body, secrets: [SECRET] }));
      rows.push(await tryBodies(packagedFunction, family, bodies));
    }
    for (const family of Object.keys(FUZZED_BODIES))
      rows.push(await tryBodies(packagedFunction, family, fuzzedBodies(family, fuzz)));
    return rows;
  } finally {
    await packagedFunction.stop();
  }
}
