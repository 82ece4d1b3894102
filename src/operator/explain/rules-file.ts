import type { AccessRules } from '../../access/access-rules.ts';
import { AccessRulesError } from '../../access/access-rules-error.ts';
import { shownName } from '../sources/open-file.ts';
import { loadRules } from './load-rules.ts';

/** Where the rules are that no option names. */
export const RULES_FILE = 'access-rules.yml';

/** A file of rules beside a stack, which may have others. */
export type RulesFile =
  | { readonly kind: 'read'; readonly name: string; readonly rules: AccessRules }
  | { readonly kind: 'absent'; readonly name: string }
  /** It has no rules that can be used. */
  | { readonly kind: 'faulty'; readonly name: string; readonly error: AccessRulesError };

/**
 * The rules of the named file, or of the usual one. Only of that one, which no one asked for, a fault does not count.
 * @throws {AccessRulesError} if the named file cannot be read, or has a fault
 */
export async function findRules(path: string | undefined): Promise<RulesFile> {
  const name = shownName(path ?? RULES_FILE);
  try {
    return { kind: 'read', name, rules: await loadRules(path ?? RULES_FILE) };
  } catch (error) {
    if (path !== undefined || !(error instanceof AccessRulesError)) throw error;
    const isAbsent = (error.cause as NodeJS.ErrnoException | undefined)?.code === 'ENOENT';
    return isAbsent ? { kind: 'absent', name } : { kind: 'faulty', name, error };
  }
}

/** The rules of the file, where they are the very ones of a version. */
export function rulesOfVersion(file: RulesFile, version: string): AccessRules | undefined {
  return file.kind === 'read' && file.rules.version === version ? file.rules : undefined;
}
