import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEFAULT_TARGET } from '../../../local/directories/directories.ts';
import { packageDirOf } from '../../../local/stack/packaging.ts';
import { readPackagedTemplate } from './packaged-service.ts';

export interface PackageVariant {
  readonly packageDir: string;
  remove(): Promise<void>;
}

/** Other properties of some resources, by logical id. */
type Changes = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** The service, as packaged for a target, with other properties of some resources. */
export async function writePackageVariant(
  changes: Changes,
  target: string = DEFAULT_TARGET,
): Promise<PackageVariant> {
  const packageDir = await mkdtemp(join(tmpdir(), 'joiner-package-variant-'));
  await cp(packageDirOf(target), packageDir, { recursive: true });
  const path = join(packageDir, 'cloudformation-template-update-stack.json');
  const template = JSON.parse(await readFile(path, 'utf8'));
  for (const [logicalId, others] of Object.entries(changes))
    Object.assign(template.Resources[logicalId].Properties, others);
  await writeFile(path, JSON.stringify(template));
  return { packageDir, remove: () => rm(packageDir, { recursive: true }) };
}

/** The service, as packaged for a target, with these variables of the function beside its own, and other properties. */
export function writeVariantWithVariables(
  variables: Readonly<Record<string, string>>,
  target: string = DEFAULT_TARGET,
  properties: Readonly<Record<string, unknown>> = {},
): Promise<PackageVariant> {
  const { ProvisionUserLambdaFunction } = readPackagedTemplate(target).Resources;
  const { Variables } = Object(ProvisionUserLambdaFunction?.Properties['Environment']);
  const Environment = { Variables: { ...Variables, ...variables } };
  return writePackageVariant(
    { ProvisionUserLambdaFunction: { ...properties, Environment } },
    target,
  );
}
