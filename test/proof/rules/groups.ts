import type { Rule } from './rule.ts';

const REMOVED = 'an account that an operator removes while it gets its groups';
const EXISTING = 'an account that was there before, and hires with groups';
const BEFORE_ALL = 'a record is PROVISIONED before its account is in all its groups';
const EVENT_BEFORE = 'an event is published before its account is in all its groups';

/** Which groups an account gets, and when its record says so. */
export const GROUP_RULES: readonly Rule[] = [
  {
    rule: 'a message that meets a record that lacks groups grants what the record plans',
    without: {
      file: 'provisioning/resolve-duplicate.ts',
      from: 'grantGroups(tie.record, ctx)',
      to: 'grantGroups({ ...tie.record, groups: new Set(hire.groups) } as GrantingRecord, ctx)',
    },
    noticedBy: {
      scenario: 'two requests with other groups',
      faults: 0,
      broken: 'an account is in a group that its record does not plan',
    },
  },
  {
    rule: 'the plan is stored with the user id, in one write',
    without: {
      file: 'provisioning/provision-hire.ts',
      from: '...(groups && { groups: new Set(groups) }),',
      to: '',
    },
    noticedBy: {
      scenario: 'a hire with groups, twice',
      faults: 0,
      broken: 'a new account has other groups than any hire of its request plans',
    },
  },
  {
    rule: 'the event follows the groups',
    without: {
      file: 'provisioning/provision-hire.ts',
      from: 'const granting = await grantGroups(result.record, ctx);',
      to: "const granting = { kind: 'granted', record: result.record } as Extract<Awaited<ReturnType<typeof grantGroups>>, { kind: 'granted' }>;",
    },
    noticedBy: { scenario: 'a hire with groups, twice', faults: 0, broken: EVENT_BEFORE },
  },
  {
    rule: 'a record that lacks groups has no event, whichever message meets it',
    without: {
      file: 'provisioning/states.ts',
      from: "return { kind: 'granting', record };",
      to: "return { kind: 'done-by-this-request', record: record as unknown as ProvisionedRecord };",
    },
    noticedBy: { scenario: 'a hire with groups, twice', faults: 0, broken: EVENT_BEFORE },
  },
  {
    rule: 'a record is PROVISIONED only once no group was refused',
    without: {
      file: 'provisioning/grant-groups.ts',
      from: "if (refusedGroups.length > 0)\n    return { ...retry('group-not-granted', { kind: 'backoff' }), userId, refusedGroups };",
      to: '',
    },
    noticedBy: {
      scenario: 'a hire with groups, one of which is gone for a while',
      faults: 0,
      broken: BEFORE_ALL,
    },
  },
  {
    rule: 'a record is PROVISIONED only once the directory shows every membership, or says that it made it',
    without: {
      file: 'provisioning/grant-groups.ts',
      from: '        missing = result;\n',
      to: '',
    },
    noticedBy: {
      file: 'provisioning/groups.test.ts',
      test: 'a membership that the directory does not show is waited for while its reads may lag, then its group is the cause',
    },
  },
  {
    rule: 'a refused group does not keep the account out of the others',
    without: {
      file: 'provisioning/grant-groups.ts',
      from: '        refusedGroups.push(group);\n        break;',
      to: "        return retry('group-not-granted', { kind: 'backoff' });",
    },
    noticedBy: {
      file: 'provisioning/groups.test.ts',
      test: 'a refused group does not keep the account out of the others',
    },
  },
  {
    rule: 'a hire that is deferred for its groups names its account',
    without: {
      file: 'provisioning/settle.ts',
      from: 'clock.now(), digests, result.userId)',
      to: 'clock.now(), digests)',
    },
    noticedBy: {
      file: 'provisioning/groups.test.ts',
      test: 'a hire that fails for it for a day is deferred, with the user id of its account',
    },
  },
  {
    rule: 'a record is finished only for the account that got the groups',
    without: {
      file: 'aws/transitions.ts',
      from: '#state = :granting AND #userId = :userId AND',
      to: '#state = :granting AND #userId >= :userId AND',
    },
    noticedBy: { scenario: REMOVED, faults: 0, broken: BEFORE_ALL },
  },
  {
    rule: 'a record that was erased and made again is not finished for the one of before',
    without: {
      file: 'aws/transitions.ts',
      from: '#state = :granting AND #userId = :userId AND #completedAt = :completedAt',
      to: '#state = :granting AND #userId = :userId AND #completedAt >= :completedAt',
    },
    noticedBy: {
      scenario: 'a person whom an operator erases while the account gets groups',
      faults: 0,
      broken: BEFORE_ALL,
    },
  },
  {
    rule: 'the directory is asked before groups are granted that another attempt began with',
    without: {
      file: 'provisioning/resolve-duplicate.ts',
      from: "  if (look.kind !== 'theirs') return look;\n  // Before the groups",
      to: '  if (hire !== undefined) return grantGroups(record, ctx);\n  // Before the groups',
    },
    noticedBy: { scenario: REMOVED, faults: 0, broken: 'a message never ends' },
  },
  {
    rule: 'an account that was disabled, or given to another person, gets no groups from then on',
    without: {
      file: 'provisioning/resolve-duplicate.ts',
      from: "  if (look.kind !== 'theirs') return look;\n  // Before the groups",
      to: "  if (look.kind === 'gone') return look;\n  if (look.kind !== 'theirs') return grantGroups(record, ctx);\n  // Before the groups",
    },
    noticedBy: {
      file: 'provisioning/groups.test.ts',
      test: 'an account that was disabled gets nothing',
    },
  },
  {
    rule: 'an account that is gone before it has its groups is noted as gone',
    without: {
      file: 'aws/transitions.ts',
      from: 'const STILL_THIS_ACCOUNT = `${HAS_ACCOUNT} AND',
      to: 'const STILL_THIS_ACCOUNT = `#state = :provisioned AND #state <> :granting AND',
    },
    noticedBy: { scenario: REMOVED, faults: 0, broken: 'a message never ends' },
  },
  {
    rule: 'an account that is gone before it has its groups is made again',
    without: {
      file: 'aws/transitions.ts',
      from: '`${HAS_ACCOUNT} AND #userId = :goneUserId',
      to: '`#state = :provisioned AND #state <> :granting AND #userId = :goneUserId',
    },
    noticedBy: { scenario: REMOVED, faults: 0, broken: 'a hire ends without an account on record' },
  },
  {
    rule: 'an account that is made again does not count the groups of before',
    without: {
      file: 'aws/transitions.ts',
      from: '#groups, #withheldGroups, #completedAt',
      to: '#completedAt',
    },
    noticedBy: { scenario: REMOVED, faults: 0, broken: BEFORE_ALL },
  },
  {
    rule: 'an account that was there before gets no groups',
    without: {
      file: 'provisioning/grant-groups.ts',
      from: "if (outcome !== 'existing') return groups;",
      to: 'if (outcome !== undefined) return groups;',
    },
    noticedBy: {
      scenario: EXISTING,
      faults: 0,
      broken: 'an account that was there before gets groups',
    },
  },
  {
    rule: 'an account that was there before gets groups only if the operator says so',
    without: {
      file: 'provisioning/grant-groups.ts',
      from: 'groupRules?.grantToExisting && isTheirs',
      to: 'isTheirs',
    },
    noticedBy: {
      file: 'provisioning/groups.test.ts',
      test: 'an account that was there before gets no groups, and its event says that it differs',
    },
  },
  {
    rule: 'an account that was there before gets groups only if the directory notes the employee id',
    without: {
      file: 'provisioning/grant-groups.ts',
      from: 'grantToExisting && isTheirs',
      to: 'grantToExisting',
    },
    noticedBy: {
      scenario:
        'an account that was there before, of which the directory notes no employee, where such accounts get groups',
      faults: 0,
      broken: 'an account that was there before gets groups',
    },
  },
  {
    rule: 'an employee whose account lacks groups gets no other one',
    without: {
      file: 'provisioning/states.ts',
      from: '  if (hasAccount(record)) return true;',
      to: "  if (record?.state === 'PROVISIONED') return true;",
    },
    noticedBy: {
      file: 'provisioning/groups.test.ts',
      test: 'a hire of the employee at another address is rejected while the account lacks groups',
    },
  },
  {
    rule: 'a refusal that meets an account without its groups is tried again later',
    without: {
      file: 'provisioning/end-attempt.ts',
      from: "if (record?.state === 'GRANTING') return retry('record-changed', { kind: 'soon' });",
      to: '',
    },
    noticedBy: {
      file: 'provisioning/groups.test.ts',
      test: 'a refusal that arrives late waits for the groups of an account that is there',
    },
  },
  {
    rule: 'an event id holds the groups that the account has, and those that were asked for',
    without: {
      file: 'provisioning/events.ts',
      from: 'hasAny ? digests.groupsDigestOf(digest, granted, asked) : digest',
      to: 'digest',
    },
    noticedBy: {
      scenario: 'one request, once with groups and once without',
      faults: 0,
      broken: 'one event id with two contents',
    },
  },
  {
    rule: 'the event of a hire that asks for other groups says so',
    without: {
      file: 'provisioning/events.ts',
      from: '...(JSON.stringify(granted) !== JSON.stringify(asked) && { differs: true as const }),',
      to: '',
    },
    noticedBy: {
      scenario: 'two requests with other groups',
      faults: 0,
      broken: 'an event is wrong about `differs`',
    },
  },
  {
    rule: 'an employee id is the record’s before its account gets more groups',
    without: {
      file: 'provisioning/resolve-duplicate.ts',
      from: "const tie = await tieEmployee(look.record, hire, ctx);\n  return tie.kind === 'tied' ? grantGroups(",
      to: "const tie = { kind: 'tied', record: look.record } as HireResult | Tied;\n  return tie.kind === 'tied' ? grantGroups(",
    },
    noticedBy: {
      file: 'provisioning/groups.test.ts',
      test: 'an employee who has an account elsewhere learns nothing of an account that lacks groups',
    },
  },
  {
    rule: 'a group that the rules do not name any more is not granted',
    without: {
      file: 'provisioning/grant-groups.ts',
      from: "return isNamed ? ctx.target.grant(userId, group) : { kind: 'refused' };",
      to: 'return ctx.target.grant(userId, group);',
    },
    noticedBy: {
      file: 'provisioning/groups.test.ts',
      test: 'a group that the rules do not name any more is not granted',
    },
  },
  {
    rule: 'a hire that is deferred while its account lacks groups names it, whatever failed last',
    without: {
      file: 'provisioning/defer-if-due.ts',
      from: 'return deferred({ ...retry, userId: record.userId });',
      to: 'return deferred(retry);',
    },
    noticedBy: {
      file: 'provisioning/groups.test.ts',
      test: 'a hire that is deferred in an outage while its account lacks groups names the account',
    },
  },
  {
    rule: 'more groups than an invocation has time for are no waiting',
    without: {
      file: 'provisioning/defer-if-due.ts',
      from: ' && !lacksGroups',
      to: '',
    },
    noticedBy: {
      file: 'provisioning/groups.test.ts',
      test: 'a hire with more groups than an invocation has time for is deferred after a day, with the user id',
    },
  },
  {
    rule: 'other rules make no second event of a request',
    without: {
      file: 'provisioning/events.ts',
      from: 'if (!haveChanged) return planned;',
      to: 'if (rulesVersion !== groupRules) return planned;',
    },
    noticedBy: {
      file: 'provisioning/groups.test.ts',
      test: 'a request whose rules have changed since repeats its event',
    },
  },
  {
    rule: 'a record keeps by which rules its account gets no groups',
    without: {
      file: 'provisioning/read-hire.ts',
      from: 'return { groupReason: { rulesVersion } };',
      to: 'return {};',
    },
    noticedBy: {
      file: 'provisioning/groups.test.ts',
      test: 'a correction under the same request says that it would get groups, though no rule applied before',
    },
  },
  {
    rule: 'other rules make no second event of a request for an account that was there before',
    without: {
      file: 'provisioning/events.ts',
      from: '...(withheldGroups ?? groups ?? [])',
      to: '...(groups ?? [])',
    },
    noticedBy: {
      file: 'provisioning/groups.test.ts',
      test: 'a request for an account that was there before repeats its event, though the rules have changed since',
    },
  },
  {
    rule: 'no record passes to another employee while its account is to get groups',
    without: {
      file: 'operator/reassign/reassignment.ts',
      from: "  if (record.state === 'GRANTING') return { kind: 'groups-not-granted' };",
      to: '',
    },
    noticedBy: {
      scenario:
        'two employees at one address, whose account gets groups, and an operator who gives it to the second',
      faults: 0,
      broken: 'an account is to get groups that no hire of its employee plans',
    },
  },
];
