import { describe, expect, test } from '@jest/globals';
import type {
  CreateResult,
  FindResult,
  GetResult,
  GrantResult,
} from '../../src/provisioning/ports.ts';
import type { TargetFaults } from './target-faults.ts';

/** The calls of a target about one person, each until its deadline, if it has one. */
interface Calls {
  readonly faults: () => TargetFaults;
  create(deadline?: AbortSignal): Promise<CreateResult>;
  find(deadline?: AbortSignal): Promise<FindResult>;
  get(deadline?: AbortSignal): Promise<GetResult>;
  /** Absent where the server keeps no memberships as the directory does. */
  grant?(deadline?: AbortSignal): Promise<GrantResult>;
}

/** The result of any call: it is not known. */
const OUT_OF_TIME = {
  kind: expect.stringMatching(/^(unknown|unfinished)$/),
  cause: 'out-of-time',
};

/** What a target returns when the directory or the network fails. */
export function describeFailures({ faults, create, find, get, grant }: Calls): void {
  const calls = [
    ['create', 'create', create],
    ['find', 'look-up', find],
    ['get', 'look-up', get],
    ...(grant ? [['grant', 'grant', grant] as const] : []),
  ] as const;

  describe.each(calls)('%s', (_, call, ask) => {
    test('that hangs is cut off by its deadline', async () => {
      faults().next(call, 'hang');
      const deadline = new AbortController();
      const answer = ask(deadline.signal);
      await faults().untilHanging();
      deadline.abort();

      expect(await answer).toMatchObject(OUT_OF_TIME);
      expect(await answer).not.toHaveProperty('error');
    });

    test('past its deadline before it begins sends nothing', async () => {
      expect(await ask(AbortSignal.abort())).toMatchObject(OUT_OF_TIME);
      expect(faults().calls()).toBe(0);
    });
  });

  describe.each(calls)('%s is not answered', (_, call, ask) => {
    test.each([
      ['throttles', 'throttle', { cause: 'throttled' }],
      [
        'throttles and says how long',
        { throttleForSeconds: 30 },
        { cause: 'throttled', retryAfterMs: 30_000 },
      ],
      ['is down', 'outage', { cause: 'target-unavailable' }],
      ['closes the connection', 'drop', { cause: 'target-unavailable' }],
      ['breaks off in its answer', 'break-off', { cause: 'target-unavailable' }],
    ] as const)('by a directory that %s', async (_reason, fault, why) => {
      faults().always(call, fault);

      expect(await ask()).toMatchObject(why);
    });

    test('by a directory that denies access', async () => {
      faults().always(call, 'deny');

      // A directory may deny one group and no other.
      expect(await ask()).toMatchObject(
        call === 'grant' ? { kind: 'refused' } : { cause: 'target-denied-access' },
      );
    });

    test('by a directory whose response quotes the person, which is not repeated', async () => {
      faults().always(call, 'teapot');
      const answer = await ask();
      const { error } = answer as { readonly error?: Error };

      expect(answer).toMatchObject({ cause: 'unexpected-error', error: expect.any(Error) });
      expect(`${error?.stack}${JSON.stringify(error)}`).not.toContain('zoe');
    });
  });
}
