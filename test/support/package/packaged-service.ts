import { globSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { BuildOptions } from 'esbuild';
import { DEFAULT_TARGET } from '../../../local/directories/directories.ts';
import { packageDirOf } from '../../../local/stack/packaging.ts';
import type {
  JsonObject,
  TemplateOutput,
  TemplateParameter,
} from '../../../local/template/template.ts';

export interface PackagedResource {
  readonly Condition?: string;
  readonly Type: string;
  readonly Properties: JsonObject;
  readonly DependsOn?: string | readonly string[];
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
}

export interface PackagedTemplate {
  readonly Parameters?: Readonly<Record<string, TemplateParameter>>;
  readonly Conditions?: JsonObject;
  readonly Resources: Readonly<Record<string, PackagedResource>>;
  readonly Outputs: Readonly<Record<string, TemplateOutput>>;
}

export interface PackagedState {
  readonly service: {
    readonly custom: {
      readonly esbuild: Omit<BuildOptions, 'plugins'> & {
        readonly exclude: string[];
        /** The path of a module that exports a function which returns the plugins. */
        readonly plugins: string;
        readonly skipRebuild: boolean;
      };
      readonly accessRules: { readonly version: string };
    };
  };
}

const TEMPLATE = 'cloudformation-template-update-stack.json';

/** The sources of the package, without the operator's commands. */
const SOURCES = [
  'serverless.yml',
  'package-lock.json',
  'packaging/*',
  'resources/**',
  'events/access-rules/*',
  'handlers/*',
  'src/**/*.ts',
];
const ELSEWHERE = ['src/operator/**'];

/**
 * The packaged CloudFormation template, for the default target unless another is given.
 *
 * It is not packaged from here: test files run in parallel and would overwrite each other's
 * package.
 *
 * @throws Error that says what to run, if the package is missing or older than its sources
 */
export function readPackagedTemplate(target?: string): PackagedTemplate {
  return JSON.parse(readPackaged(TEMPLATE, target).toString());
}

/** The path of the template, for tools that read the file themselves. */
export function packagedTemplatePath(): string {
  readPackaged(TEMPLATE);
  return join('.serverless', TEMPLATE);
}

/** The zip that Lambda gets for a function. */
export function readPackagedZip(functionName: string, target?: string): Buffer {
  return readPackaged(`${functionName}.zip`, target);
}

/** The packaged configuration, with every variable resolved. */
export function readServiceState(): PackagedState {
  return JSON.parse(readPackaged('serverless-state.json').toString());
}

function readPackaged(name: string, target = DEFAULT_TARGET): Buffer {
  const folder = packageDirOf(target);
  const packagedAtMs = statSync(join(folder, TEMPLATE), { throwIfNoEntry: false })?.mtimeMs;
  const remedy = 'Run `npm run package:all`; `npm test` does it first.';
  if (packagedAtMs === undefined)
    throw new Error(`The service is not packaged for ${target}. ${remedy}`);
  const newer = globSync(SOURCES, { exclude: ELSEWHERE }).filter(
    (source) => statSync(source).mtimeMs > packagedAtMs,
  );
  if (newer.length > 0)
    throw new Error(`The packaged service is older than ${newer.join(', ')}. ${remedy}`);
  return readFileSync(join(folder, name));
}
