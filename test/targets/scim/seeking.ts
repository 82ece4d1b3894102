import type { ScimUserSeed } from '../../../local/directories/scim/users.ts';
import { creationOf, type ScimHarness } from '../../support/directories/scim-harness.ts';

export const never = new AbortController().signal;
export const inTime = { pause: never, abort: never };

/** By id, user name and e-mail, and once for each instance by an e-mail that no user has. */
export const LOOK_UPS_WITHOUT_FILTERS = 3 + 1;

/** Problem details (RFC 9457), as a framework has them for a path that it does not know. */
export const NOT_SCIM = { status: 404, body: '{"title":"Not Found","status":404}' };

/** Whom the tests seek, zoe@example.com, and whoever else is there. `harness` gives the one of the test. */
export function seekingIn(harness: () => ScimHarness) {
  const add = (seed: Partial<ScimUserSeed> = {}) =>
    harness().server.addUser({ userName: 'zoe@example.com', ...seed });
  return {
    add,
    addOthers(count: number) {
      for (let each = 0; each < count; each += 1) add({ userName: `other-${each}@example.com` });
    },
    find(employeeId = 'E-7', position?: string, signals = inTime) {
      const { target } = harness();
      const { personKey } = creationOf(target);
      return target.find('zoe@example.com', position, signals, { employeeId, personKey });
    },
  };
}
