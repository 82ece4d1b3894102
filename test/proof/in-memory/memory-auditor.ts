import type { UsersTable } from '../../../src/aws/read-item.ts';
import type { Digests } from '../../../src/provisioning/digests.ts';
import type { DirectoryReader } from '../../../src/targets/directory-reader.ts';
import { groupRulesWith } from '../../support/engine/group-rules.ts';
import { type Auditor, createAuditor } from '../../support/trials/auditor.ts';
import type { MemoryDirectory } from './memory-directory.ts';

/** Audits by the functions of `joiner audit`, of a table and a directory in memory. */
export function createMemoryAuditor(
  table: UsersTable,
  directory: MemoryDirectory,
  digests: Digests,
): Auditor {
  const reader = readerOf(directory);
  const ruleGroups = [...groupRulesWith().groups];
  return createAuditor({ table, target: directory, reader, digests, ruleGroups });
}

/** Every list is one page. */
function readerOf(directory: MemoryDirectory): DirectoryReader {
  return {
    readAccounts: async () => ({
      kind: 'page',
      users: directory.users,
      unreadable: 0,
      next: undefined,
    }),
    async readMembers(group) {
      const { members, missingGroup } = directory.state();
      if (group === missingGroup) return { kind: 'gone' };
      const userIds = members.filter((one) => one.group === group).map(({ userId }) => userId);
      return { kind: 'page', userIds, isWhole: true, next: undefined };
    },
  };
}
