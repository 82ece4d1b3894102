import { copyFile, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import { mirrorProject, type Package, packageIn, projectDir } from '../../local/stack/packaging.ts';
import type { Template } from '../../local/template/template.ts';
import { inWorkFolder } from '../in-work-folder.ts';

export interface PackageRequest {
  readonly target: string;
  readonly stage: string;
  /** Values of parameters of serverless.yml. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Path of a file of rules of groups. Default: that of `parameters`, or none. */
  readonly rules?: string | undefined;
  readonly signal: AbortSignal;
}

/** A function's zip, by the logical id of the function. */
export type Code = Readonly<Record<string, Buffer>>;

const require = createRequire(import.meta.url);
const RULES = 'access-rules.yml';
const TEMPLATE = 'cloudformation-template-update-stack.json';

/**
 * Packages the service in a folder of its own.
 * @param run packages what is in a folder
 * @throws LocalStackError when packaging refuses the parameters or fails
 */
export async function packageWithCode(
  request: PackageRequest,
  run: Package = packageIn,
): Promise<{ readonly template: Template; readonly code: Code }> {
  return inWorkFolder('package-', async (folder) => {
    await mirrorProject(folder);
    const template = await packageFor(folder, request, run);
    const functions = Object.entries(template.Resources).filter(
      ([, { Type }]) => Type === 'AWS::Lambda::Function',
    );
    const code = functions.map(async ([logicalId, { Properties }]) => {
      const { S3Key } = Object(Properties?.['Code']);
      return [logicalId, await readFile(join(folder, '.serverless', basename(S3Key)))] as const;
    });
    return { template, code: Object.fromEntries(await Promise.all(code)) };
  });
}

/**
 * The template alone, which takes a tenth of the time.
 * @throws as `packageWithCode`
 */
export async function packageTemplate(
  request: PackageRequest,
  run: Package = packageIn,
): Promise<Template> {
  return inWorkFolder('package-', async (folder) => {
    await mirrorProject(folder);
    await leaveOutCode(folder);
    return packageFor(folder, request, run);
  });
}

async function packageFor(
  folder: string,
  { target, stage, parameters, rules, signal }: PackageRequest,
  run: Package,
): Promise<Template> {
  // Packaging takes no file from elsewhere.
  if (rules !== undefined) await copyFile(rules, join(folder, RULES));
  const accessRules = rules === undefined ? {} : { accessRules: RULES };
  const given = Object.entries({ target, ...parameters, ...accessRules });
  const options = given.flatMap(([name, value]) => ['--param', `${name}=${value}`]);
  await run(folder, ['--stage', stage, ...options], signal);
  return JSON.parse(await readFile(join(folder, '.serverless', TEMPLATE), 'utf8'));
}

/** Every function has an empty file in place of its code, and nothing is bundled. */
async function leaveOutCode(folder: string): Promise<void> {
  const readConfiguration = require('serverless/lib/configuration/read');
  const configuration = await readConfiguration(join(projectDir, 'serverless.yml'));
  configuration.plugins = [];
  configuration.package = { individually: true, artifact: 'code.zip' };
  for (const definition of Object.values<{ package?: unknown }>(configuration.functions))
    delete definition.package;
  await rm(join(folder, 'serverless.yml'));
  await writeFile(join(folder, 'serverless.json'), JSON.stringify(configuration));
  await writeFile(join(folder, 'code.zip'), '');
}
