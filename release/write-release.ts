import { copyFile, cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { version } from '../src/operator/version.ts';
import { billedPackages } from './billed-packages.ts';
import { checksumsOf } from './checksums.ts';
import { packCommandLine } from './command-line/pack.ts';
import { licenceTexts } from './licence-texts.ts';
import { writeTemplates } from './template/write-templates.ts';

const project = fileURLToPath(new URL('..', import.meta.url));

/**
 * Writes `joiner-VERSION` into a folder, in place of one that is there: all that a firm installs Joiner from, without
 * this repository. The same sources give the same bytes.
 * @returns the path of the release folder
 */
export async function writeRelease(into: string): Promise<string> {
  const packages = billedPackages(project);
  const folder = join(into, `joiner-${version}`);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await writeTemplates(folder);
  await packCommandLine(folder);
  await writeFile(join(folder, 'THIRD-PARTY-LICENCES.txt'), licenceTexts(packages));
  for (const name of ['CHANGELOG.md', 'LICENSE', 'sbom.cdx.json'])
    await copyFile(join(project, name), join(folder, name));
  await cp(join(project, 'docs', 'operator-policy'), join(folder, 'operator-policy'), {
    recursive: true,
  });
  const page = await readFile(join(project, 'release', 'install.md'), 'utf8');
  await writeFile(join(folder, 'install.md'), page.replaceAll('VERSION', version));
  await writeFile(join(folder, 'SHA256SUMS'), await checksumsOf(folder));
  return folder;
}
