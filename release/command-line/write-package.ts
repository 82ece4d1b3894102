import { globSync, readFileSync } from 'node:fs';
import { chmod, copyFile, mkdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { processHost } from '../../src/operator/cli/host.ts';
import { createProgram } from '../../src/operator/cli/program.ts';
import { licenceTexts, packageFoldersOf } from '../licence-texts.ts';
import { bundleCommandLine, OLDEST_NODE } from './bundle.ts';
import { manualOf } from './manual.ts';

const repository = fileURLToPath(new URL('../..', import.meta.url));
const COMMAND = 'dist/joiner.js';
const MANUAL = 'man/joiner.1';

/**
 * Writes the package of the command line into a folder: the bundle, and what it reads when it runs. It depends on no
 * other package. The same sources give the same bytes, with the same permissions.
 */
export async function writeCommandLinePackage(folder: string): Promise<void> {
  const write = (name: string, content: string | Uint8Array) =>
    writeFile(join(folder, name), content);
  for (const name of ['man', 'sources']) await mkdir(join(folder, name), { recursive: true });
  const metafile = await bundleCommandLine(join(folder, 'dist'));
  await write('package.json', `${JSON.stringify(manifest(), null, 2)}\n`);
  await write('LICENSE', readFileSync(join(repository, 'LICENSE')));
  const folders = packageFoldersOf(metafile).map((name) => join(repository, name));
  await write('THIRD-PARTY-LICENCES.txt', licenceTexts(folders));
  await write(MANUAL, manualOf(createProgram(processHost())));
  for (const source of globSync('sources/*.yml', { cwd: repository }))
    await copyFile(join(repository, source), join(folder, source));
  await setPermissions(folder);
}

/** Of the package: what npm reads of it. */
function manifest() {
  const { version, description, license } = JSON.parse(
    readFileSync(join(repository, 'package.json'), 'utf8'),
  );
  return {
    name: 'joiner-cli',
    version,
    description: `The command line of Joiner. ${description}`,
    license,
    // A tarball to install, not a package of a registry.
    private: true,
    engines: { node: `>=${OLDEST_NODE}` },
    bin: { joiner: COMMAND },
    man: [MANUAL],
  };
}

/** The same for every user who builds it: npm packs those of the files. */
async function setPermissions(folder: string): Promise<void> {
  const files = globSync('**', { cwd: folder, withFileTypes: true }).filter((one) => one.isFile());
  for (const { parentPath, name } of files) {
    const isCommand = name === basename(COMMAND);
    await chmod(join(parentPath, name), isCommand ? 0o755 : 0o644);
  }
}
