import { globSync, readFileSync } from 'node:fs';
import type { Metafile } from 'esbuild';

const LICENCE_FILES = '{LICENSE,LICENCE,license,licence,NOTICE}{,.txt,.md,-MIT}';

/** The folders of the third-party packages with code in a bundle: `node_modules/NAME`, as in the lock file. */
export function packageFoldersOf({ outputs }: Metafile): readonly string[] {
  const inputs = Object.values(outputs).flatMap((output) => Object.entries(output.inputs));
  const folders = inputs
    .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
    .flatMap(([path]) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path) ?? []);
  return [...new Set(folders)];
}

/**
 * The licences of third-party packages, as what contains their code must carry them: each text once, below the names
 * of those that it is of.
 */
export function licenceTexts(folders: readonly string[]): string {
  const namesByText = new Map<string, string[]>();
  for (const folder of [...folders].sort()) {
    const { name, version, license } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'));
    const text = textIn(folder) || `Licence: ${license}`;
    namesByText.set(text, [...(namesByText.get(text) ?? []), `${name} ${version}`]);
  }
  const parts = [...namesByText].map(([text, names]) => `${names.join('\n')}\n\n${text}\n`);
  return parts.join(`\n${'-'.repeat(80)}\n\n`);
}

function textIn(folder: string): string {
  return globSync(LICENCE_FILES, { cwd: folder })
    .sort()
    .map((file) => readFileSync(`${folder}/${file}`, 'utf8').replaceAll('\r\n', '\n').trim())
    .join('\n\n');
}
