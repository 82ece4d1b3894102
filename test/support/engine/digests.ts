import { createDigests, type Digests } from '../../../src/provisioning/digests.ts';
import {
  createIntakeDigests,
  type IntakeDigests,
} from '../../../src/provisioning/intake-digests.ts';

/** The secret of every engine that a test composes itself. */
export const TEST_SECRET = new Uint8Array(32).fill(7);

/** The pseudonyms of a directory, under that secret. */
export function digestsFor(targetId: string): Digests {
  return createDigests(TEST_SECRET, targetId);
}

/** Those of an intake, under a secret of its own. */
export const INTAKE_DIGESTS: IntakeDigests = createIntakeDigests(new Uint8Array(32).fill(8));
