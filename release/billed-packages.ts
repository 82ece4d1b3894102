import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { version } from '../src/operator/version.ts';

interface Bill {
  readonly metadata: { readonly component: { readonly version: string } };
  readonly components: readonly { readonly name: string; readonly version: string }[];
}

/**
 * The installed folders of the packages in the bill of materials, from a folder that has both.
 * @throws Error if the bill is of another version of Joiner, or of a package that is not installed
 */
export function billedPackages(project: string): readonly string[] {
  const readJson = (name: string) => JSON.parse(readFileSync(join(project, name), 'utf8'));
  const { metadata, components }: Bill = readJson('sbom.cdx.json');
  if (metadata.component.version !== version)
    throw new Error(
      `sbom.cdx.json is of version ${metadata.component.version}, package.json of ${version}: run npm run sbom`,
    );
  const installed = Object.entries<{ version?: string }>(readJson('package-lock.json').packages);
  return components.map((component) => {
    const found = installed.find(
      ([folder, locked]) =>
        folder.endsWith(`node_modules/${component.name}`) && locked.version === component.version,
    );
    if (found) return join(project, found[0]);
    throw new Error(
      `sbom.cdx.json names ${component.name} ${component.version}, which is not in package-lock.json: run npm run sbom`,
    );
  });
}
