import type { LocalDirectory } from '../../../local/directories/local-directory.ts';
import type { ObservedStack } from './observed-stack.ts';

/** The user ids of all records, in order. */
export async function userIdsOnRecord({
  records,
}: Pick<ObservedStack, 'records'>): Promise<readonly (string | undefined)[]> {
  return (await records()).map(({ userId }) => userId?.S).sort();
}

/** The user ids of all accounts in the directory, in order. */
export function userIdsIn(directory: Pick<LocalDirectory, 'users'>): readonly string[] {
  return directory
    .users()
    .map(({ userId }) => userId)
    .sort();
}
