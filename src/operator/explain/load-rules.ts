import { readFile } from 'node:fs/promises';
import type { AccessRules } from '../../access/access-rules.ts';
import { AccessRulesError } from '../../access/access-rules-error.ts';
import { shownName } from '../sources/open-file.ts';

/**
 * The rules of a file.
 * @throws {AccessRulesError} if it cannot be read, or has a fault
 */
export async function loadRules(path: string): Promise<AccessRules> {
  const content = await contentOf(path);
  // The library that reads YAML is only loaded where rules are.
  const { readAccessRules } = await import('../../access/read-access-rules.ts');
  return readAccessRules(content, shownName(path));
}

async function contentOf(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    const rule =
      code === 'ENOENT'
        ? 'must exist; correct the path, or give it with --rules FILE'
        : `must be a file that can be read (${code}); correct its permissions, or the path`;
    throw new AccessRulesError(shownName(path), [{ line: 1, key: '', rule }], { cause });
  }
}
