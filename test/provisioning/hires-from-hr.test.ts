import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startIdentityCenterDouble } from '../../local/directories/identity-center/server.ts';
import type { CompletionEvent } from '../../src/contracts/completion-event.ts';
import type { Target } from '../../src/provisioning/ports.ts';
import { createIdentityCenterTarget } from '../../src/targets/identity-center/target.ts';
import {
  type Becomes,
  HIRES_FROM_HR,
  POLICY_FROM_HR,
  PROFILE_FROM_HR,
} from '../support/bodies/hires-from-hr.ts';
import { startScimHarness } from '../support/directories/scim-harness.ts';
import { type EngineHarness, startEngineHarness } from '../support/engine/engine-harness.ts';
import { createTestClient } from '../targets/identity-center/wire.ts';

interface Directory {
  /** The directory of the harness if absent. */
  readonly target?: Target;
  stop(): Promise<void>;
}

const DIRECTORIES: Readonly<
  Record<'finspace' | 'identity-center' | 'scim', (engine: EngineHarness) => Promise<Directory>>
> = {
  finspace: async () => ({ stop: async () => {} }),
  'identity-center': async ({ clock }) => {
    const { endpoint, stop } = await startIdentityCenterDouble({ clock });
    const client = createTestClient(endpoint);
    const identityStoreId = 'd-0000000001';
    const target = createIdentityCenterTarget({
      client,
      identityStoreId,
      userNaming: 'address',
      profile: PROFILE_FROM_HR,
    });
    return { target, stop };
  },
  scim: async () => startScimHarness({ deps: { profile: PROFILE_FROM_HR } }),
};

describe.each(Object.keys(DIRECTORIES) as (keyof typeof DIRECTORIES)[])('in %s', (name) => {
  let engine: EngineHarness;
  let directory: Directory;
  const events = new Map<string, CompletionEvent | undefined>();

  beforeAll(async () => {
    engine = await startEngineHarness();
    directory = await DIRECTORIES[name](engine);
    const { target } = directory;
    const ports = target ? { target } : {};
    for (const { what, body } of HIRES_FROM_HR) {
      const before = (await engine.events()).length;
      await engine.deliver([{ body }], { env: POLICY_FROM_HR, ports });
      events.set(what, (await engine.events())[before]);
    }
  });
  afterAll(() => Promise.all([directory.stop(), engine.stop()]));

  test.each(HIRES_FROM_HR)(
    'a hire with $what becomes what it should',
    ({ what, [name]: becomes }) => {
      expect(events.get(what)?.data).toMatchObject(dataOf(becomes));
      expect(events.get(what)?.data).not.toHaveProperty('differs');
      if (becomes !== 'pending') expect(events.get(what)?.data).not.toHaveProperty('pending');
    },
  );
});

function dataOf(becomes: Becomes): object {
  if (becomes === 'pending') return { outcome: 'created', pending: ['manager'] };
  if (typeof becomes === 'string') return { outcome: becomes };
  const [code, field] = becomes;
  return { reason: { code, message: expect.stringMatching(`(^|\\. )${field}\\b`) } };
}
