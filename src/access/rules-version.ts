import { createHash } from 'node:crypto';
import type { AccessRule } from './access-rules.ts';
import { sortedConditions } from './sorted-conditions.ts';

/**
 * SHA-256, hex, of what the rules say. Not of the file's bytes: a comment, or the line ends of another system's
 * checkout, would then look like other rules. Their order counts, as people know a rule by its number.
 */
export function versionOf(rules: readonly AccessRule[]): string {
  const content = rules.map(({ groups, conditions }) => [
    groups.toSorted(),
    sortedConditions(conditions),
  ]);
  return createHash('sha256').update(JSON.stringify(content)).digest('hex');
}
