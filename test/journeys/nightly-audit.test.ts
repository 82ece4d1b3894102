import { hash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { TARGETS } from '../../local/directories/directories.ts';
import { checkNightlyAudit } from '../../src/operator/doctor/check-nightly-audit.ts';
import {
  contentOf,
  type NightlyAudits,
  startNightlyAudits,
} from '../support/operator/nightly-audits.ts';
import { deployedTemplate } from '../support/package/deployed-template.ts';

const DAY_MS = 24 * 3_600_000;
/** Of calls that are not about the directory. */
const ACTIONS: Readonly<Record<string, string>> = {
  Scan: 'dynamodb:Scan',
  GetItem: 'dynamodb:GetItem',
  GenerateMac: 'kms:GenerateMac',
  GetObject: 's3:GetObject',
  PutObject: 's3:PutObject',
};
/** A SCIM server asks for its token, and no role. */
const SERVICE_OF: Readonly<Record<string, string>> = {
  finspace: 'finspace',
  'identity-center': 'identitystore',
};
/** By Lambda, for what does not exist, and for the token of a SCIM server, which no proxy sees. */
const NOT_SEEN = [
  ...['logs:CreateLogStream', 'logs:PutLogEvents', 's3:ListBucket'],
  ...['secretsmanager:GetSecretValue', 'ssm:GetParameter'],
];

const NAMES = ['grace', 'joan', 'ada', 'max'];

describe.each(TARGETS)('the nightly audit of a stack that is packaged for %s', (target) => {
  let audits: NightlyAudits;
  let before: { readonly lines: number; readonly calls: number; readonly directory: number };
  beforeAll(async () => {
    audits = await startNightlyAudits(target);
    await audits.hire(...NAMES);
    // Its records are older than any call by then.
    audits.advance(DAY_MS);
    before = {
      lines: audits.log.length,
      calls: audits.proxy.calls.length,
      directory: audits.stack.directory.calls.length,
    };
  });
  afterAll(() => audits.stop());

  const doctor = () => checkNightlyAudit(audits.operated, new AbortController().signal);

  test('is not complete before the first one, which doctor says', async () => {
    expect(await doctor()).toEqual([
      { check: 'nightly-audit', state: 'ok', found: 'no nightly audit is complete yet' },
    ]);
  });

  test('of a stack that no one has damaged completes in one run, and finds nothing', async () => {
    expect(await audits.run('begin')).toBe('done');

    const [report = ''] = await audits.reports();
    expect(contentOf(report)).toMatchObject({
      complete: true,
      findings: [],
      counts: { checked: NAMES.length, accounts: NAMES.length, unknownAccounts: 0 },
    });
    expect(audits.loggedWith('Audit:completed')).toEqual([
      expect.objectContaining({
        'Audit:completed': 1,
        'Audit:records': NAMES.length,
        'Audit:accounts': NAMES.length,
        'Audit:unknown': 0,
        'Audit:findings': 0,
        stage: 'local',
      }),
    ]);
    expect(await doctor()).toEqual([
      expect.objectContaining({ state: 'ok', found: expect.stringMatching(/with 0 findings$/) }),
    ]);
  });

  describe('of a damaged stack', () => {
    beforeAll(async () => {
      const { directory } = audits.stack;
      const [joan, ada] = [await audits.person('joan'), await audits.person('ada')];
      directory.updateUser(joan.userId, { status: 'DISABLED' });
      await audits.deleteItem(ada.personKey);
      await audits.auditNightly();
    });

    test('is a problem for doctor, which names its report', async () => {
      const [key] = (await audits.keys())
        .filter((one) => one.startsWith('reports/'))
        .toSorted()
        .slice(-1);

      expect(await doctor()).toEqual([
        expect.objectContaining({
          state: 'problem',
          found: expect.stringMatching(/^the last one ended at 20.*Z, with 2 findings$/),
          remedy: expect.stringContaining(`/${key} (docs/runbook.md, "Audit findings")`),
        }),
      ]);
    });

    test('reports what `joiner audit --out` writes', async () => {
      const report = (await audits.reports()).at(-1) ?? '';
      const byHand = (await audits.audit()).report;

      const { startedAt, firstLookEndedAt, endedAt, ...content } = contentOf(report);
      const { startedAt: a, firstLookEndedAt: b, endedAt: c, ...expected } = byHand;
      expect(content).toEqual(JSON.parse(JSON.stringify(expected)));
      expect(content.findings.map(({ kind }: { kind: string }) => kind).toSorted()).toEqual([
        'account-disabled',
        'pointer-dangling',
      ]);
      const [text = '', sha256] = report.trimEnd().split('sha256 ');
      expect(sha256).toBe(hash('sha256', text));
    });

    test('measures findings by their kind, and logs counts', async () => {
      await audits.auditNightly();

      expect(audits.loggedWith('Audit:completed').at(-1)).toMatchObject({
        'Audit:findings': 2,
        'Audit:account-disabled': 1,
        'Audit:pointer-dangling': 1,
        'Audit:unknown': 1,
      });
      const keys = await audits.keys();
      expect(audits.loggedWith('sha256').at(-1)).toMatchObject({
        message: 'audited, with findings',
        level: 'WARN',
        findings: 2,
        found: { 'account-disabled': 1, 'pointer-dangling': 1 },
        report: keys.filter((key) => key.startsWith('reports/')).at(-1),
      });
    });

    test('has no address, name, key or account in its log, and no address or name in its bucket', async () => {
      await audits.auditNightly();
      const { personKey, userId } = await audits.person('joan');
      const objects = await Promise.all((await audits.keys()).map(audits.object));

      const log = audits.log.slice(before.lines).join('\n');

      expect(log).toContain('audited, with findings');
      expect(log).not.toMatch(/@|joan|byron|(user|employee)#/i);
      expect(log).not.toContain(userId);
      expect(objects.join('\n')).toContain(personKey);
      expect(objects.join('\n')).not.toMatch(/@|joan|byron/i);
    });

    test('makes the calls that its role allows, and needs each of these', () => {
      const service = SERVICE_OF[target];
      const toDirectory = audits.stack.directory.calls.slice(before.directory);
      const others = audits.proxy.calls.slice(before.calls);
      const made = new Set([
        ...others.map(({ operation }) => ACTIONS[operation] ?? operation),
        ...toDirectory.flatMap(({ operation }) => (service ? `${service}:${operation}` : [])),
      ]);
      const { Policies } = deployedTemplate({}, target).propertiesOf('AuditRole');
      const { Statement } = Object(Policies)[0].PolicyDocument;
      const allowed: readonly string[] = Statement.flatMap(
        ({ Action }: { Action: string | string[] }) => Action,
      );

      expect([...made].filter((action) => !allowed.includes(action))).toEqual([]);
      const unused = allowed.filter((action) => !made.has(action));
      expect(unused.filter((action) => !NOT_SEEN.includes(action))).toEqual([]);
    });
  });
});
