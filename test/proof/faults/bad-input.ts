import { BAD_BODIES, SECRET } from '../../support/bodies/bad-bodies.ts';
import { FUZZED_BODIES, type FuzzedBody } from '../../support/bodies/fuzzed-bodies.ts';
import { fuzzedBodies, tryBodies } from '../../support/bodies/try-bodies.ts';
import type { Tally } from '../../support/trials/tally.ts';
import { startPackagedFunction } from './packaged-function.ts';

/**
 * Bad bodies of every family, and so many random ones of every kind, through the packaged function.
 * Each must become an account or be kept with its reason, and none may be in a log. After each
 * family, an audit must report nothing.
 */
export async function proveBadInput(
  target: string,
  fuzz: { readonly seed: number; readonly bodies: number },
): Promise<readonly Tally[]> {
  const packagedFunction = await startPackagedFunction(target);
  const rows: Tally[] = [];
  const tryFamily = async (family: string, bodies: readonly FuzzedBody[]) => {
    const row = await tryBodies(packagedFunction, family, bodies);
    const reported = await packagedFunction.audit(Date.now());
    rows.push({ ...row, broken: [...row.broken, ...reported] });
  };
  try {
    for (const [family, bad] of Map.groupBy(BAD_BODIES, (one) => one.family)) {
      const bodies = bad.map(({ body }) => ({ body, secrets: [SECRET] }));
      await tryFamily(family, bodies);
    }
    for (const family of Object.keys(FUZZED_BODIES))
      await tryFamily(family, fuzzedBodies(family, fuzz));
    return rows;
  } finally {
    await packagedFunction.stop();
  }
}
