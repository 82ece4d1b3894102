import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { DEFAULT_TARGET } from '../directories/directories.ts';
import { LocalStackError } from '../local-stack-error.ts';
import { isObject, type Template } from '../template/template.ts';

/** The result of `npm run package`. */
export interface ServicePackage {
  readonly template: Template;
  readonly stackName: string;
  readonly region: string;
  /** The directory, as a value of TARGET. */
  readonly target: string;
  /** Ids of the groups that its rules give hires. */
  readonly groups: readonly string[];
  /** Path of the zip for a function's `Code.S3Key`. */
  archivePath(s3Key: string): string;
}

/**
 * Reads the package in a folder.
 * @throws LocalStackError when there is no package
 */
export async function readPackage(packageDir: string): Promise<ServicePackage> {
  // Sequentially, so that the error always names the same file.
  const template = await readJson<Template>(
    join(packageDir, 'cloudformation-template-update-stack.json'),
  );
  const state = await readJson<ServerlessState>(join(packageDir, 'serverless-state.json'));
  const { service, provider, custom } = state.service;
  return {
    template,
    stackName: provider.stackName ?? `${service}-${provider.stage}`,
    region: provider.region,
    target: targetOf(template),
    groups: custom?.accessRules?.groups ?? [],
    archivePath: (s3Key) => join(packageDir, basename(s3Key)),
  };
}

export function targetOf({ Resources }: Template): string {
  const targets = Object.values(Resources).map((resource) => {
    const { Environment } = resource.Properties ?? {};
    const variables = isObject(Environment) ? Environment['Variables'] : undefined;
    return isObject(variables) ? variables['TARGET'] : undefined;
  });
  return String(targets.find((target) => target !== undefined) ?? DEFAULT_TARGET);
}

interface ServerlessState {
  readonly service: {
    readonly service: string;
    readonly provider: {
      readonly stage: string;
      readonly region: string;
      readonly stackName?: string;
    };
    /** packaging/access-rules.cjs */
    readonly custom?: { readonly accessRules?: { readonly groups: readonly string[] } };
  };
}

async function readJson<T>(path: string): Promise<T> {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch (cause) {
    throw new LocalStackError(`No package to run: ${path} cannot be read. Run "npm run package".`, {
      cause,
    });
  }
}
