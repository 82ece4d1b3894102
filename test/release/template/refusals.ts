import { evaluateCondition } from '../../../local/template/intrinsics.ts';
import { createScope } from '../../../local/template/scope.ts';
import { isObject, type Json, type Template } from '../../../local/template/template.ts';
import { withValues } from '../../../local/template/with-values.ts';
import type { ReleaseTemplate } from '../../../release/template/release-template.ts';

const identity = { accountId: '111122223333', region: 'eu-west-1', stackName: 'joiner-prod' };

interface Checked {
  readonly Type: string;
  readonly Default?: string | number;
  readonly AllowedPattern?: string;
  readonly AllowedValues?: readonly (string | number)[];
  readonly MinValue?: number;
  readonly MaxValue?: number;
}

/** Why CloudFormation would not deploy a template with these parameters: a line for each, with the parameter's name. */
export function refusalsOf(
  template: ReleaseTemplate,
  values: Readonly<Record<string, string>>,
): readonly string[] {
  const ofParameters = Object.entries(template.Parameters).flatMap(([name, parameter]) =>
    refused(parameter, values[name]) ? [`${name}: its constraint`] : [],
  );
  return ofParameters.length > 0 ? ofParameters : brokenRules(withValues(template, values));
}

function refused(parameter: Checked, given: string | undefined): boolean {
  const value = given ?? parameter.Default;
  if (value === undefined) return true;
  const { AllowedPattern, AllowedValues, MinValue, MaxValue } = parameter;
  const items = parameter.Type === 'CommaDelimitedList' ? String(value).split(',') : [value];
  const isNumber = parameter.Type !== 'Number' || /^-?\d+(\.\d+)?$/.test(String(value));
  return !(
    isNumber &&
    items.every((item) => new RegExp(AllowedPattern ?? '').test(String(item))) &&
    (AllowedValues ?? [value]).map(String).includes(String(value)) &&
    (MinValue === undefined || Number(value) >= MinValue) &&
    (MaxValue === undefined || Number(value) <= MaxValue)
  );
}

function brokenRules(template: Template & { readonly Rules?: Json }): readonly string[] {
  const scope = createScope(template, identity, new Map());
  const holds = (condition: Json, at: string) =>
    evaluateCondition(withoutRuleFunctions(condition), scope, at);
  return Object.entries(Object(template.Rules)).flatMap(([name, rule]) => {
    const { RuleCondition, Assertions } = Object(rule);
    if (RuleCondition && !holds(RuleCondition, name)) return [];
    return Assertions.filter(({ Assert }: { Assert: Json }) => !holds(Assert, name)).map(
      ({ AssertDescription }: { AssertDescription: string }) => AssertDescription,
    );
  });
}

/** Every member of a list equals '' where the joined list does. */
function withoutRuleFunctions(condition: Json): Json {
  if (Array.isArray(condition)) return condition.map(withoutRuleFunctions);
  if (!isObject(condition)) return condition;
  const { 'Fn::EachMemberEquals': each } = condition;
  if (Array.isArray(each) && each[1] === '')
    return { 'Fn::Equals': [{ 'Fn::Join': ['', each[0]] }, ''] };
  const entries = Object.entries(condition).map(([key, value]) => [
    key,
    withoutRuleFunctions(value),
  ]);
  return Object.fromEntries(entries);
}
