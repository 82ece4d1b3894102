import { execFile } from 'node:child_process';
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, expect, test } from '@jest/globals';
import { TARGETS } from '../../local/directories/directories.ts';
import { templateWithoutCode, textOf } from '../../release/template/write-templates.ts';
import { cfnLint } from '../counterparts/counterparts.ts';
import { withCounterpart } from '../counterparts/with-counterpart.ts';
import { packagedTemplatePath } from '../support/package/packaged-service.ts';
import { isUnlistedAction } from '../support/package/unlisted-actions.ts';
import { packageInOneProcess } from './service-configuration.ts';

interface Finding {
  readonly Filename: string;
  readonly Message: string;
  readonly Rule: { readonly Id: string };
}

const PACKAGED = 'packaged.json';
const PIPE = 'pipe.yml';
/** The framework adds a DependsOn where the reference to the role would do. */
const ONLY_PACKAGED = 'W3005';

withCounterpart(cfnLint, 'what CloudFormation is given, by cfn-lint', () => {
  let findings: readonly Finding[];
  // All in one run: cfn-lint takes as long to start as to examine one of them.
  beforeAll(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'joiner-templates-'));
    await copyFile(packagedTemplatePath(), join(folder, PACKAGED));
    await writeFile(join(folder, PIPE), await templateOfPipe());
    for (const target of TARGETS) {
      const template = await templateWithoutCode({ target }, packageInOneProcess);
      await writeFile(join(folder, `${target}.yml`), textOf(template));
    }
    const names = [PACKAGED, PIPE, ...TARGETS.map((target) => `${target}.yml`)];
    const paths = names.map((name) => join(folder, name));

    const { stdout } = await promisify(execFile)('cfn-lint', ['--format=json', ...paths]).catch(
      (error: { stdout: string }) => error,
    );
    await rm(folder, { recursive: true });
    findings = JSON.parse(stdout);
  });

  const findingsIn = (name: string) =>
    findings.filter(({ Filename }) => basename(Filename) === name);

  test('cfn-lint finds nothing in the template but two actions that AWS does not list', () => {
    const found = findingsIn(PACKAGED).filter(({ Rule }) => Rule.Id !== ONLY_PACKAGED);

    expect(found.filter(isUnlistedAction)).toHaveLength(2);
    expect(found.filter((finding) => !isUnlistedAction(finding))).toEqual([]);
  });

  test.each(TARGETS)(
    'cfn-lint finds nothing in the template of a release for %s but an action that AWS does not list',
    (target) => {
      const found = findingsIn(`${target}.yml`);

      expect(found.filter((finding) => !isUnlistedAction(finding))).toEqual([]);
    },
  );

  test('cfn-lint finds nothing in the pipe of docs/integrators.md', () => {
    expect(findingsIn(PIPE)).toEqual([]);
  });
});

async function templateOfPipe(): Promise<string> {
  const page = await readFile('docs/integrators.md', 'utf8');
  const [, pipe = ''] = /```yaml\n(.*?)```/s.exec(page.split('\n## Fan out\n')[1] ?? '') ?? [];
  expect(pipe).toContain('AWS::Pipes::Pipe');
  const parameters = ['CompletionQueueArn', 'EventBusArn'].map(
    (name) => `  ${name}: { Type: String }\n`,
  );
  return `Parameters:\n${parameters.join('')}Resources:\n${pipe}`;
}
