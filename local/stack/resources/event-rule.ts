import { createSchedule, everyMsOf } from '../../emulators/schedule.ts';
import { isList, isObject, TemplateError } from '../../template/template.ts';
import { functionNameOf } from './function.ts';
import { generatedName, inert, type ResourceType } from './resource-type.ts';

/**
 * A rule that starts functions of the stack by a rate, or one that reports events of AWS to a topic: here there are no
 * such events. A rule that feeds the stack with others would matter.
 */
export const eventRule: ResourceType = inert(({ logicalId, properties }, context) => {
  const { Targets, ScheduleExpression, Name } = properties;
  const targets = (isList(Targets) ? Targets : []).filter(isObject);
  for (const { Arn, Input } of targets) {
    const arn = String(Arn);
    if (isTopic(arn)) continue;
    const everyMs = everyMsOf(String(ScheduleExpression));
    const target = everyMs && context.functions.get(functionNameOf(arn));
    if (!everyMs || !target)
      throw new TemplateError(
        `Resources.${logicalId}: the local stack has no EventBridge; only a rule that reports to an SNS topic, or starts a function at a rate, is allowed`,
      );
    context.schedules.push(
      createSchedule(everyMs, target, typeof Input === 'string' ? Input : undefined),
    );
  }
  const { identity } = context;
  const name = typeof Name === 'string' ? Name : generatedName(identity, logicalId);
  const arn = `arn:aws:events:${identity.region}:${identity.accountId}:rule/${name}`;
  return { ref: name, attributes: { Arn: arn } };
});

function isTopic(arn: string): boolean {
  return arn.split(':')[2] === 'sns';
}
