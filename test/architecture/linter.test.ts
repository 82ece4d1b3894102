import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

const biome = resolve('node_modules/@biomejs/biome/bin/biome');

const FORBIDDEN = [
  ['src/contracts', '../provisioning/states.ts'],
  ['src/contracts', '../aws/users-table.ts'],
  ['src/contracts', '@aws-sdk/client-sqs'],
  ['src/contracts', 'node:fs'],
  ['src/provisioning', '../aws/users-table.ts'],
  ['src/provisioning', '../sqs/process-batch.ts'],
  ['src/provisioning', '../targets/finspace/target.ts'],
  ['src/provisioning', '../runtime/settings.ts'],
  ['src/provisioning', '../../local/stack/stack.ts'],
  ['src/provisioning', '../operator/send/replay.ts'],
  ['src/provisioning', '@aws-sdk/client-dynamodb'],
  ['src/provisioning', 'valibot'],
  ['src/provisioning', 'node:timers/promises'],
  ['src/provisioning', 'node:process'],
  ['src/aws', '../sqs/process-batch.ts'],
  ['src/aws', '../targets/finspace/target.ts'],
  ['src/aws', '../runtime/settings.ts'],
  ['src/aws', '../../local/stack/stack.ts'],
  ['src/aws', '../operator/send/replay.ts'],
  ['src/aws', '../../handlers/provision-user.ts'],
  ['src/sqs', '../aws/users-table.ts'],
  ['src/sqs', '../targets/finspace/target.ts'],
  ['src/sqs', '../runtime/settings.ts'],
  ['src/sqs', '../../local/stack/stack.ts'],
  ['src/targets/finspace', '../../aws/users-table.ts'],
  ['src/targets/finspace', '../../sqs/process-batch.ts'],
  ['src/targets/finspace', '../../runtime/settings.ts'],
  ['src/targets/finspace', '../../../local/stack/stack.ts'],
  ['src/targets/finspace', '../scim/target.ts'],
  ['src/sources', '../provisioning/states.ts'],
  ['src/sources', '../operator/send/replay.ts'],
  ['src/sources/files', '../../runtime/settings.ts'],
  ['src/sources/files', 'node:fs'],
  ['src/sources', '@aws-sdk/client-sqs'],
  ['src/yaml', '../contracts/new-hire.ts'],
  ['src/access', '../sources/source.ts'],
  ['src/access', '../provisioning/states.ts'],
  ['src/access', 'node:fs'],
  ['src/provisioning', '../access/read-access-rules.ts'],
  ['src/runtime', '../access/read-access-rules.ts'],
  ['src/provisioning', '../sources/map-record.ts'],
  ['src/contracts', '../sources/map-record.ts'],
  ['src/aws', '../sources/map-record.ts'],
  ['src/runtime', '../sources/map-record.ts'],
  ['src/intake', '../aws/intake-marks.ts'],
  ['src/intake', '../runtime/settings.ts'],
  ['src/intake', '@aws-sdk/client-sqs'],
  ['src/intake', 'node:fs'],
  ['src/provisioning', '../intake/take-file.ts'],
  ['src/sources', '../intake/take-file.ts'],
  ['handlers', '../src/sources/map-record.ts'],
  ['src/runtime', '../../local/stack/stack.ts'],
  ['src/runtime', '../operator/send/replay.ts'],
  ['src/runtime', '../../handlers/provision-user.ts'],
  ['src/runtime', '../support/engine/engine-harness.ts'],
  ['src/operator', '../../local/stack/stack.ts'],
  ['src/operator', '../../handlers/provision-user.ts'],
  ['src/operator', './cli/terminal.ts'],
  ['src/operator/stack', '../failed/failed-queues.ts'],
  ['src/operator/stack', '../../../local/stack/stack.ts'],
  ['src/operator/changes', '../failed/failed-queues.ts'],
  ['src/operator/stack', '../changes/record-change.ts'],
  ['src/operator/failed', '../send/replay.ts'],
  ['src/operator/failed', '../cli/terminal.ts'],
  ['src/operator/send', '../doctor/examine-stack.ts'],
  ['src/operator/erase', '../send/replay.ts'],
  ['src/operator/reassign', '../erase/stored-person.ts'],
  ['src/audit', '../operator/stack/stack.ts'],
  ['src/audit', '../runtime/settings.ts'],
  ['src/audit', '../sqs/process-batch.ts'],
  ['src/aws', '../audit/report.ts'],
  ['src/operator/audit', '../reassign/reassign.ts'],
  ['src/operator/audit', '../cli/terminal.ts'],
  ['src/operator/scheduled', '../send/replay.ts'],
  ['src/operator/send', '../../../handlers/provision-user.ts'],
  ['src/operator/explain', '../stack/stack.ts'],
  ['src/operator/sources', '../send/replay.ts'],
  ['src/operator/sources', '../stack/stack.ts'],
  ['src/operator/console', '../cli/terminal.ts'],
  ['src/operator/console/pages', '../../cli/terminal.ts'],
  ['src/operator/console', '../../aws/users-table.ts'],
  ['src/operator/failed', '../console/html.ts'],
  ['src/operator/cli/failed', '../../../aws/users-table.ts'],
  ['src/operator/cli', '../../../local/stack/stack.ts'],
  ['src/operator/cli', '../../aws/users-table.ts'],
  ['local/stack', '../../handlers/provision-user.ts'],
  ['local/emulators/lambda', '../../../test/support/engine/engine-harness.ts'],
  ['handlers', '../local/stack/stack.ts'],
  ['handlers', '../src/operator/send/replay.ts'],
  ['handlers', '../test/support/engine/engine-harness.ts'],
  ['test/journeys', '../proof/promises.ts'],
  ['test/support/trials', '../../proof/promises.ts'],
] as const;

const ALLOWED = [
  ['src/contracts', './new-hire.ts'],
  ['src/contracts', 'valibot'],
  ['src/provisioning', './record.ts'],
  ['src/provisioning', '../contracts/new-hire.ts'],
  ['src/aws', './user-item.ts'],
  ['src/aws', '../provisioning/ports.ts'],
  ['src/aws', '@aws-sdk/client-dynamodb'],
  ['src/sqs', '../contracts/new-hire.ts'],
  ['src/targets/finspace', '../../provisioning/ports.ts'],
  ['src/targets/finspace', './client/commands.ts'],
  ['src/targets/finspace', '../retry-after.ts'],
  ['src/sources', '../contracts/new-hire.ts'],
  ['src/sources', '../yaml/read-yaml.ts'],
  ['src/yaml', '../contracts/one-line.ts'],
  ['src/access', '../yaml/read-yaml.ts'],
  ['src/access', '../contracts/message.ts'],
  ['src/sources/files', '../../contracts/envelopes.ts'],
  ['src/sources/files', '../source.ts'],
  ['src/sources/expressions', 'jsonata'],
  ['src/runtime', '../aws/users-table.ts'],
  ['src/runtime', '../intake/take-file.ts'],
  ['src/runtime', '../audit/report.ts'],
  ['src/audit', '../aws/users-table.ts'],
  ['src/operator/audit', '../../audit/report.ts'],
  ['src/operator/cli', '../../audit/report.ts'],
  ['src/aws', '../intake/ports.ts'],
  ['src/sqs', '../intake/take-file.ts'],
  ['src/intake', '../sources/map-record.ts'],
  ['src/intake', '../provisioning/digests.ts'],
  ['src/runtime', '../targets/finspace/target.ts'],
  ['src/runtime/targets', '../../targets/finspace/target.ts'],
  ['src/operator', '../runtime/settings.ts'],
  ['src/operator/changes', '../stack/stack.ts'],
  ['src/operator/failed', '../changes/record-change.ts'],
  ['src/operator/failed', '../stack/stack.ts'],
  ['src/operator/send', '../failed/failed-queues.ts'],
  ['src/operator/send', '../../aws/send-messages.ts'],
  ['src/operator/send', '../sources/source-folder.ts'],
  ['src/operator/sources', '../../sources/source-file.ts'],
  ['src/operator/cli', '../sources/source-folder.ts'],
  ['src/operator/console', '../send/plan-on-stack.ts'],
  ['src/operator/console/pages', '../../failed/drop.ts'],
  ['src/operator/cli', '../console/serve-console.ts'],
  ['src/operator/cli', '../send/plan-hires.ts'],
  ['src/operator/cli/failed', '../../send/replay.ts'],
  ['src/runtime/loaded-later', '../../aws/completion-queue.ts'],
  ['src/operator/cli', '../../contracts/reason.ts'],
  ['local/stack', '../../src/runtime/settings.ts'],
  ['handlers', '../src/runtime/compose.ts'],
  ['test/journeys', '../../local/stack/stack.ts'],
  ['test/provisioning', '../proof/in-memory/memory-directory.ts'],
  ['test/proof/faults', '../../support/trials/tally.ts'],
  ['test/proof/stories', '../promises.ts'],
] as const;

const AMBIENT_EFFECTS = [
  ['plugin', 'export const value = Date.now();'],
  ['plugin', 'export const value = new Date();'],
  ['plugin', 'export const value = Math.random();'],
  ['plugin', 'export const value = AbortSignal.timeout(5);'],
  ['lint/style/noRestrictedGlobals', "export const value = process.env['STAGE'];"],
  ['lint/style/noRestrictedGlobals', 'export const value = performance.now();'],
  ['lint/style/noRestrictedGlobals', 'export const value = setTimeout(() => {}, 5);'],
  ['lint/style/noRestrictedGlobals', 'export const value = setInterval(() => {}, 5);'],
  ['lint/style/noRestrictedGlobals', 'export const value = crypto.randomUUID();'],
  ['lint/style/noRestrictedGlobals', "export const value = fetch('http://127.0.0.1');"],
  ['lint/style/noRestrictedGlobals', "console.log('claimed');"],
  ['lint/style/noRestrictedImports', "import { randomUUID } from 'node:crypto';"],
] as const;

const DERIVATIONS = [
  'export const value = new Date(0).toISOString();',
  "import { createHmac } from 'node:crypto';\nexport const value = createHmac('sha256', '');",
] as const;

const UNCONVENTIONAL = [
  "export const nfcOf = (text: string) => text.normalize('NFC');",
  'export const limit = 5;',
  "export const names = ['ada'];",
  'export function check(x: boolean) {\n  if (x) {\n    return 1;\n  }\n  return 2;\n}',
] as const;

const CONVENTIONAL = [
  'export const LIMIT = 5;',
  'export function limitOf() {\n  const limit = 5;\n  return limit;\n}',
  'export function check(x: boolean) {\n  if (x) return 1;\n  return 2;\n}',
] as const;

const importCase = (folder: string, specifier: string) => ({
  path: `${folder}/imports-${specifier.replace(/[^a-z]+/g, '-')}.ts`,
  source: `export { value } from '${specifier}';\n`,
});

const coreCase = (source: string) => ({
  path: `src/provisioning/case-${createHash('sha256').update(source).digest('hex')}.ts`,
  source,
});

describe('the linter', () => {
  let project: string;
  let findings: { category: string; severity: string; location: { path: string } }[];

  const errorsIn = (path: string) =>
    findings
      .filter((finding) => finding.location.path === path && finding.severity === 'error')
      .map((finding) => finding.category);

  beforeAll(async () => {
    project = await mkdtemp(join(tmpdir(), 'joiner-lint-'));
    const { vcs: _, ...config } = JSON.parse(await readFile('biome.json', 'utf8'));
    await writeFile(join(project, 'biome.json'), JSON.stringify(config));
    await cp('test/architecture', join(project, 'test/architecture'), { recursive: true });
    const cases = [
      ...[...FORBIDDEN, ...ALLOWED].map(([folder, specifier]) => importCase(folder, specifier)),
      ...[
        ...AMBIENT_EFFECTS.map(([_, source]) => source),
        ...DERIVATIONS,
        ...UNCONVENTIONAL,
        ...CONVENTIONAL,
      ].map(coreCase),
    ];
    for (const { path, source } of cases) {
      await mkdir(join(project, dirname(path)), { recursive: true });
      await writeFile(join(project, path), source);
    }
    findings = await lint(project);
  });

  afterAll(() => rm(project, { recursive: true }));

  test.each(FORBIDDEN)('the linter refuses an import in %s of %s', (folder, specifier) => {
    expect(errorsIn(importCase(folder, specifier).path)).toContain(
      'lint/style/noRestrictedImports',
    );
  });

  test.each(ALLOWED)('the linter accepts an import in %s of %s', (folder, specifier) => {
    expect(errorsIn(importCase(folder, specifier).path)).not.toContain(
      'lint/style/noRestrictedImports',
    );
  });

  test.each(AMBIENT_EFFECTS)(
    'the linter refuses in src/provisioning, as %s: %s',
    (category, source) => {
      expect(errorsIn(coreCase(source).path)).toContain(category);
    },
  );

  test.each(UNCONVENTIONAL)('refuses, as against the conventions: %s', (source) => {
    expect(errorsIn(coreCase(source).path)).toContain('plugin');
  });

  test.each(CONVENTIONAL)('accepts, as conventional: %s', (source) => {
    expect(errorsIn(coreCase(source).path)).toEqual([]);
  });

  test.each(DERIVATIONS)('the linter accepts in src/provisioning: %s', (source) => {
    expect(errorsIn(coreCase(source).path)).toEqual([]);
  });
});

function lint(project: string) {
  return new Promise<{ category: string; severity: string; location: { path: string } }[]>(
    (fulfil, reject) => {
      const args = ['lint', '--reporter=json', '--max-diagnostics=none', project];
      execFile(process.execPath, [biome, ...args], { cwd: project }, (_error, stdout) => {
        try {
          fulfil(JSON.parse(stdout).diagnostics);
        } catch (cause) {
          reject(new Error(`biome answered no JSON: ${stdout}`, { cause }));
        }
      });
    },
  );
}
