import type { LocalDirectory } from '../../../local/directories/local-directory.ts';
import type { ObservedStack } from './observed-stack.ts';

/** Whom the records name, in order. */
export async function userIdsOnRecord({
  records,
}: Pick<ObservedStack, 'records'>): Promise<readonly (string | undefined)[]> {
  return (await records()).map(({ userId }) => userId?.S).sort();
}

/** Who is in the directory, in order. */
export function userIdsIn(directory: Pick<LocalDirectory, 'users'>): readonly string[] {
  return directory
    .users()
    .map(({ userId }) => userId)
    .sort();
}
