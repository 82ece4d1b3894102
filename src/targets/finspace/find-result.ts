import type { DirectoryUser } from '../../provisioning/directory-user.ts';
import type { FindResult, GetResult, SearchPosition } from '../../provisioning/ports.ts';
import type { ScanResult } from './directory-scan.ts';

/**
 * Gets the matches in other letter case that only an earlier invocation saw, by their ids. If that
 * fails, the next search reads the last page again.
 */
export async function toFindResult(
  scan: ScanResult,
  get: (userId: string) => Promise<GetResult>,
): Promise<FindResult> {
  if (scan.kind === 'unfinished') return scan;
  if (scan.kind === 'exact') return { kind: 'found', users: [scan.user] };

  const users: DirectoryUser[] = [];
  for (const [userId, seen] of scan.otherCase) {
    const result: GetResult = seen ? { kind: 'present', user: seen } : await get(userId);
    if (result.kind === 'unknown') return unfinished(scan.position, scan.advanced, result);
    if (result.kind === 'present') users.push(result.user);
  }
  const [first, ...others] = users;
  return first ? { kind: 'found', users: [first, ...others] } : { kind: 'absent' };
}

/**
 * The result for an address at which an earlier page showed a user, given GetUser's result for that user.
 * undefined if the address is no longer theirs: then only a scan can find the account.
 */
export function seenUserResult(
  result: GetResult,
  emailAddress: string,
  position: SearchPosition | undefined,
): FindResult | undefined {
  if (result.kind === 'unknown') return unfinished(position, false, result);
  const isStillThere = result.kind === 'present' && result.user.emailAddress === emailAddress;
  return isStillThere ? { kind: 'found', users: [result.user] } : undefined;
}

function unfinished(
  position: SearchPosition | undefined,
  advanced: boolean,
  { kind, ...failure }: Extract<GetResult, { kind: 'unknown' }>,
): FindResult {
  return { kind: 'unfinished', ...(position !== undefined && { position }), advanced, ...failure };
}
