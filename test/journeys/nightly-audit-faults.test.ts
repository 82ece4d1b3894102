import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { InterceptedCall, Phase } from '../support/http/intercepting-proxy.ts';
import {
  contentOf,
  type NightlyAudits,
  startNightlyAudits,
  UNTIL_DUE_MS,
} from '../support/operator/nightly-audits.ts';
import { writePackageVariant } from '../support/package/package-variant.ts';
import { until } from '../support/time/until.ts';

const DAY_MS = 24 * 3_600_000;

let audits: NightlyAudits;
beforeAll(async () => {
  audits = await startNightlyAudits('finspace');
  await audits.hire('grace', 'joan');
  const { userId } = await audits.person('joan');
  audits.stack.directory.updateUser(userId, { status: 'DISABLED' });
});
afterAll(() => audits.stop());
beforeEach(() => {
  audits.proxy.onCall(() => undefined);
  // An audit that the test before has left is given up then.
  audits.advance(DAY_MS);
});

/** The calls that read all of the directory, since the hires. */
const readings = () =>
  audits.stack.directory.calls.filter(({ operation }) => operation === 'ListUsers').length;
const latestKinds = async () =>
  contentOf((await audits.reports()).at(-1) ?? '').findings.map(
    ({ kind }: { kind: string }) => kind,
  );
const measured = () => audits.loggedWith('Audit:completed').length;

/** Kills the function at a moment of a write to S3. */
function killAt(key: RegExp, ordinal: number, moment: Phase): void {
  let seen = 0;
  audits.proxy.onCall(async ({ operation, path }: InterceptedCall, phase: Phase) => {
    if (operation !== 'PutObject' || !key.test(path) || phase !== moment) return undefined;
    seen += 1;
    if (seen !== ordinal) return undefined;
    await audits.stack.functions.kill();
    return 'drop';
  });
}

/** Lets two claims through together: neither run has seen that of the other. */
function claimTogether(): void {
  const both = Promise.withResolvers<void>();
  let claims = 0;
  audits.proxy.onCall(async ({ operation, path }, phase) => {
    const isNote = operation === 'PutObject' && path.includes('nightly-audit.json');
    if (!isNote || phase !== 'before' || claims === 2) return undefined;
    claims += 1;
    if (claims === 2) both.resolve();
    await both.promise;
    return undefined;
  });
}

test('of two runs at the same time, one audits, and the other reads nothing of the directory', async () => {
  claimTogether();
  const before = readings();
  const outcomes = await Promise.all([audits.run('begin'), audits.run('begin')]);

  expect(outcomes.toSorted()).toEqual(['lost', 'saved']);
  expect(readings() - before).toBe(1);
});

test('an audit that waits for its second look is not begun again', async () => {
  await audits.run('begin');
  const before = readings();

  expect(await audits.run('begin')).toBe('not-free');
  expect(await audits.run('continue')).toBe('not-free');
  expect(readings()).toBe(before);
});

test('without an audit that was begun, there is nothing to continue', async () => {
  const before = readings();

  expect(await audits.run('continue')).toBe('nothing-to-continue');
  expect(readings()).toBe(before);
});

describe('after a kill', () => {
  test('between saving the audit and noting it, the next run reads again what that one had read', async () => {
    killAt(/nightly-audit\.json/, 2, 'before');
    expect(await audits.run('begin')).toBe('failed');
    audits.proxy.onCall(() => undefined);
    audits.advance(UNTIL_DUE_MS);

    expect(await audits.run('continue')).toBe('saved');
    audits.advance(UNTIL_DUE_MS);
    expect(await audits.run('continue')).toBe('done');
    expect(await latestKinds()).toEqual(['account-disabled']);
  });

  test('between noting that it was saved and the answer, the next run reads nothing twice', async () => {
    const before = readings();
    killAt(/nightly-audit\.json/, 2, 'committed');
    expect(await audits.run('begin')).toBe('failed');
    audits.proxy.onCall(() => undefined);
    audits.advance(UNTIL_DUE_MS);

    expect(await audits.run('continue')).toBe('done');
    expect(readings() - before).toBe(1);
  });

  test('after the report was stored, the next run measures its findings, and stores no other report', async () => {
    const before = measured();
    await audits.run('begin');
    audits.advance(UNTIL_DUE_MS);
    killAt(/reports/, 1, 'committed');
    expect(await audits.run('continue')).toBe('failed');
    audits.proxy.onCall(() => undefined);
    const stored = await audits.reports();
    audits.advance(UNTIL_DUE_MS);

    expect(await audits.run('continue')).toBe('done');
    expect(await audits.reports()).toEqual(stored);
    expect(measured() - before).toBe(1);
  });

  test('no run works on the audit of the killed one before that could have ended', async () => {
    killAt(/states/, 1, 'before');
    expect(await audits.run('begin')).toBe('failed');

    expect(await audits.run('continue')).toBe('not-free');
  });
});

test('a claim whose response was lost is recognised as its own', async () => {
  let lost = 0;
  audits.proxy.onCall(({ operation, path }, phase) => {
    const isFirst = operation === 'PutObject' && path.includes('nightly-audit.json') && lost === 0;
    if (!isFirst || phase !== 'committed') return undefined;
    lost += 1;
    return 'drop';
  });

  expect(await audits.run('begin')).toBe('saved');
  expect(lost).toBe(1);
});

test('a run that was frozen until another had taken its place counts for nothing', async () => {
  const held = Promise.withResolvers<void>();
  let isHolding = false;
  audits.proxy.onCall(async ({ operation, path }, phase) => {
    const isSave = operation === 'PutObject' && path.includes('/states/') && phase === 'before';
    if (!isSave || isHolding) return undefined;
    isHolding = true;
    await held.promise;
    return undefined;
  });
  const frozen = audits.run('begin');
  await until(
    () => isHolding,
    (is) => is,
  );
  audits.advance(UNTIL_DUE_MS);
  expect(await audits.run('continue')).toBe('saved');
  held.resolve();

  expect(await frozen).toBe('lost');
  audits.advance(UNTIL_DUE_MS);
  expect(await audits.run('continue')).toBe('done');
  expect(await latestKinds()).toEqual(['account-disabled']);
});

test('an audit that was not completed within a day is given up, and the next one begins anew', async () => {
  await audits.run('begin');
  audits.advance(DAY_MS);

  expect(await audits.run('continue')).toBe('nothing-to-continue');
  const before = readings();
  expect(await audits.run('begin')).toBe('saved');
  expect(readings() - before).toBe(1);
});

test('each run measures how long ago the last complete audit ended', async () => {
  await audits.auditNightly();
  const before = audits.loggedWith('Audit:age').length;
  audits.advance(DAY_MS);
  await audits.run('continue');
  await audits.auditNightly();
  audits.advance(DAY_MS);
  await audits.run('continue');

  const ages = audits.loggedWith('Audit:age').slice(before);
  const hours = ages.map((line) => Math.round(Number(line['Audit:age']) / 3_600));
  expect(hours).toEqual([24, 48, 49, 24]);
});

test('an audit that takes longer than a run continues in the next ones, and reads no page again but one that was cut off', async () => {
  // A minute of it is for saving: it reads for two seconds, five pages in each.
  const variant = await writePackageVariant({ AuditLambdaFunction: { Timeout: 62 } });
  const short = await startNightlyAudits('finspace', { packageDir: variant.packageDir });
  try {
    for (let number = 0; number < 2_500; number += 1)
      short.stack.directory.addUser({ emailAddress: `other-${number}@example.com` });
    short.advance(DAY_MS);
    const { calls } = short.stack.directory;
    const outcomes = [await short.run('begin')];
    while (outcomes.at(-1) === 'saved' && outcomes.length < 12)
      outcomes.push(await short.run('continue'));

    expect(outcomes.slice(0, 2)).toEqual(['saved', 'saved']);
    expect(outcomes.at(-1)).toBe('done');
    const pages = calls.filter(({ operation }) => operation === 'ListUsers').length;
    expect(pages).toBeGreaterThanOrEqual(25);
    expect(pages).toBeLessThan(25 + outcomes.length);
    const [report = ''] = await short.reports();
    expect(contentOf(report).counts).toMatchObject({
      accounts: 2_500,
      unknownAccounts: 2_500,
      directoryPages: 25,
    });
  } finally {
    await short.stop();
    await variant.remove();
  }
});
