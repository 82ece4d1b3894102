import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { TARGETS } from '../../local/directories/directories.ts';
import { startFramework } from '../../local/stack/framework.ts';
import { type Package, projectDir } from '../../local/stack/packaging.ts';
import type { Template } from '../../local/template/template.ts';
import { assertEveryParameterHasARule, assertEverySettingIsUsed } from './every-setting.ts';
import { type Code, type PackageRequest, packageTemplate, packageWithCode } from './package.ts';
import { type ReleaseTemplate, releaseTemplate } from './release-template.ts';
import { STAGE_TOKEN, tokenParameters } from './tokens.ts';

export interface TemplateRequest {
  readonly target: string;
  /** Path of a file of rules of groups. Without, no hire gets a group. */
  readonly rules?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface WrittenTemplate {
  readonly target: string;
  /** Path of the template. */
  readonly path: string;
  readonly template: ReleaseTemplate;
  /** The parameters of serverless.yml that are parameters of the template. */
  readonly settings: readonly string[];
  /** Paths of the zips of its functions, in the folder `functions`. A key in the bucket ends in the file's name. */
  readonly zips: readonly string[];
}

/**
 * Writes into a folder what a stack needs that is deployed without this repository: for each directory a template, and in
 * the folder `functions` the zips. The same sources give the same bytes.
 * @throws LocalStackError when packaging fails, and Error when a parameter of serverless.yml has no rule here
 */
export async function writeTemplates(
  folder: string,
  signal?: AbortSignal,
): Promise<readonly WrittenTemplate[]> {
  const written: WrittenTemplate[] = [];
  const framework = startFramework();
  try {
    for (const target of TARGETS)
      written.push(await writeTemplate({ target, signal }, folder, framework.packageIn));
  } finally {
    framework.stop();
  }
  assertEverySettingIsUsed(written.flatMap(({ settings }) => settings));
  return written;
}

/** The same for one directory. @throws also as packaging does for rules with faults */
export async function writeTemplate(
  request: TemplateRequest,
  folder: string,
  run?: Package,
): Promise<WrittenTemplate> {
  const { target } = request;
  await mkdir(join(folder, 'functions'), { recursive: true });
  const { template: packaged, code } = await packageWithCode(await withTokens(request), run);
  const { template, settings } = await templateOf(target, packaged, code);
  const path = join(folder, `joiner-${target}.yml`);
  await writeFile(path, textOf(template));
  return { target, path, template, settings, zips: await writeZips(folder, code) };
}

/** The template of a directory without any code: the keys of the zips are those of empty files. */
export async function templateWithoutCode(
  request: TemplateRequest,
  run?: Package,
): Promise<ReleaseTemplate> {
  const { target } = request;
  const packaged = await packageTemplate(await withTokens(request), run);
  return (await templateOf(target, packaged, {})).template;
}

export function textOf(template: Template): string {
  return stringify(template, { aliasDuplicateObjects: false, lineWidth: 0, version: '1.1' });
}

async function withTokens({ target, rules, signal }: TemplateRequest): Promise<PackageRequest> {
  const { unsupported = [] } = await readYaml(`resources/targets/${target}.yml`);
  return {
    target,
    rules,
    stage: STAGE_TOKEN,
    parameters: tokenParameters(unsupported),
    signal: signal ?? new AbortController().signal,
  };
}

async function templateOf(target: string, packaged: Template, code: Code) {
  const { params } = await readYaml('serverless.yml');
  const { version } = JSON.parse(await readFile(join(projectDir, 'package.json'), 'utf8'));
  const defaults: Record<string, unknown> = params.default;
  assertEveryParameterHasARule(Object.keys(defaults));
  return releaseTemplate({
    packaged,
    description: `Joiner ${version} for ${target}: creates exactly one account per new hire.`,
    defaults: Object.fromEntries(
      Object.entries(defaults).map(([name, value]) => [name, String(value)]),
    ),
    codeNameOf: (logicalId) => codeNameOf(logicalId, code[logicalId] ?? Buffer.alloc(0)),
  });
}

/** Of the content: a stack whose template has other code gets it, whatever the version. */
function codeNameOf(logicalId: string, zip: Buffer): string {
  const name = logicalId.replace(/LambdaFunction$/, '').replaceAll(/(?<!^)(?=[A-Z])/g, '-');
  const hash = createHash('sha256').update(zip).digest('hex').slice(0, 12);
  return `${name.toLowerCase()}-${hash}.zip`;
}

async function writeZips(folder: string, code: Code): Promise<readonly string[]> {
  const paths = Object.entries(code).map(async ([logicalId, zip]) => {
    const path = join(folder, 'functions', codeNameOf(logicalId, zip));
    await writeFile(path, zip);
    return path;
  });
  return Promise.all(paths);
}

async function readYaml(path: string) {
  return parse(await readFile(join(projectDir, path), 'utf8'), { logLevel: 'silent' });
}
