import { RETRY_CAUSES } from '../../provisioning/hire-result.ts';
import type { FindGroupResult } from '../../targets/find-group.ts';
import { deployedRulesOf } from '../stack/deployed-rules.ts';
import type { GroupLookUp } from '../stack/group-look-ups.ts';
import { readStackSettings, type Stack } from '../stack/stack.ts';
import { type Finding, notChecked, ok, problem } from './finding.ts';

const CHECK = 'groups';
/** The look-ups share the directory's rate with the function. */
const LOOK_UPS_AT_ONCE = 5;

interface FoundGroup {
  readonly group: string;
  readonly result: FindGroupResult;
}

/** Whether the directory has every group that the deployed rules name. */
export async function checkGroups(stack: Stack, signal: AbortSignal): Promise<readonly Finding[]> {
  const deployed = deployedRulesOf(stack);
  if (deployed.kind === 'unknown')
    return [
      notChecked(
        CHECK,
        'the outputs of the stack do not name its rules: an earlier version deployed it',
      ),
    ];
  if (deployed.kind === 'none') return [ok(CHECK, 'the stack has no rules of groups')];
  const { target, groupLookUp } = await readStackSettings(stack);
  if (target.grant === undefined)
    return [
      problem(
        CHECK,
        `${target.id} gets accounts, and no groups, but the stack has rules of groups`,
        'Remove the rules, or choose another directory, and deploy the stack again.',
      ),
    ];
  if (groupLookUp === undefined)
    return [notChecked(CHECK, `${target.id} cannot be asked for groups`)];
  const found = await lookUpAll(deployed.groups, groupLookUp, signal);
  return findingsOf(found, groupLookUp);
}

async function lookUpAll(
  groups: readonly string[],
  { findGroup }: GroupLookUp,
  signal: AbortSignal,
): Promise<readonly FoundGroup[]> {
  const found: FoundGroup[] = [];
  for (let start = 0; start < groups.length; start += LOOK_UPS_AT_ONCE) {
    const some = groups.slice(start, start + LOOK_UPS_AT_ONCE);
    const results = some.map(async (group) => ({ group, result: await findGroup(group, signal) }));
    found.push(...(await Promise.all(results)));
  }
  return found;
}

function findingsOf(found: readonly FoundGroup[], lookUp: GroupLookUp): readonly Finding[] {
  const gone = found.filter(({ result }) => result.kind === 'gone');
  const failed = found.filter(({ result }) => result.kind === 'failed');
  if (gone.length + failed.length === 0)
    return [ok(CHECK, `the directory has every group of the rules (${found.length})`)];
  return [...gone.map(goneFinding), ...failedFindings(failed, lookUp)];
}

function goneFinding({ group }: FoundGroup): Finding {
  return problem(
    CHECK,
    `the directory has no group ${group}, which the rules name: hires who get it are retried, then deferred as group-not-granted`,
    'Restore the group under this id; or correct or remove it in the rules, and deploy the stack again.',
  );
}

/** One for each cause, which names the first group. */
function failedFindings(failed: readonly FoundGroup[], lookUp: GroupLookUp): readonly Finding[] {
  const byCause = Map.groupBy(failed, ({ result }) =>
    result.kind === 'failed' ? result.failure.cause : 'unexpected-error',
  );
  return [...byCause].map(([cause, [first, ...others]]) => {
    const more = others.length === 0 ? '' : ` and ${others.length} more`;
    const groups = `group ${first?.group}${more}`;
    if (cause === 'target-denied-access') return deniedFinding(groups, lookUp);
    // An outage is the finding of the check of the directory.
    return notChecked(
      CHECK,
      `${groups} could not be looked up: ${RETRY_CAUSES[cause].replace(/\.$/, '')} [${cause}]`,
    );
  });
}

function deniedFinding(groups: string, { action }: GroupLookUp): Finding {
  if (action !== undefined)
    return notChecked(
      CHECK,
      `${groups} could not be looked up: your role needs ${action} (docs/deploying.md, "Operators"); the function does not`,
    );
  return problem(
    CHECK,
    `the directory denies the function's token to read ${groups}: hires who get it may be deferred as group-not-granted`,
    'Allow the token to read groups and to add members.',
  );
}
