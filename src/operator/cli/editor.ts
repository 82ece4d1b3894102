import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Opens a text in the user's editor; returns it as it was saved. */
export async function editText(text: string): Promise<string> {
  // Readable by its owner only, and deleted afterwards: it holds personal data.
  const folder = await mkdtemp(join(tmpdir(), 'joiner-edit-'));
  const path = join(folder, 'hire.json');
  try {
    await writeFile(path, text, { mode: 0o600 });
    await open(path);
    return await readFile(path, 'utf8');
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function open(path: string): Promise<void> {
  const editor = process.env['VISUAL'] || process.env['EDITOR'] || 'vi';
  // Through a shell, as git does: the setting may hold arguments.
  const child = spawn('sh', ['-c', `${editor} "$1"`, editor, path], { stdio: 'inherit' });
  const [exitCode] = await once(child, 'exit');
  if (exitCode === 0) return;
  throw new Error(`The editor (${editor}) ended with exit code ${exitCode}: nothing is changed.`);
}
