import type { Json, JsonObject } from '../../local/template/template.ts';

interface Rule {
  /** The parameters that it is about. A template without them does not have the rule. */
  readonly parameters: readonly string[];
  readonly RuleCondition?: Json;
  readonly Assert: Json;
  readonly AssertDescription: string;
}

const SENDERS = [
  'SenderAccounts',
  'SenderRoleArns',
  'SenderTopicArns',
  'SenderRuleArns',
  'FileSenderRoleArns',
];

const isEmptyList = (name: string): Json => ({ 'Fn::EachMemberEquals': [{ Ref: name }, ''] });
const isText = (name: string, text: string): Json => ({ 'Fn::Equals': [{ Ref: name }, text] });
const not = (condition: Json): Json => ({ 'Fn::Not': [condition] });

/** What packaging checks of parameters together (packaging/required-parameters.cjs), with its messages. */
const RULES: Readonly<Record<string, Rule>> = {
  SendersAreGiven: {
    parameters: ['Senders', ...SENDERS],
    Assert: {
      'Fn::Or': [
        isText('Senders', 'anyone-in-account'),
        ...SENDERS.map((name) => not(isEmptyList(name))),
      ],
    },
    AssertDescription: `Senders: anyone-in-account; or name them in ${SENDERS.join(', ')}`,
  },
  ChangesHaveATopic: {
    parameters: ['AlarmOnChanges', 'AlarmTopicArn'],
    RuleCondition: isText('AlarmOnChanges', 'true'),
    Assert: not(isText('AlarmTopicArn', '')),
    AssertDescription: 'AlarmTopicArn: where the reports of AlarmOnChanges go',
  },
  FileSendersHaveABucket: {
    parameters: ['FileSenderRoleArns', 'Sources'],
    RuleCondition: not(isEmptyList('FileSenderRoleArns')),
    Assert: not(isText('Sources', '')),
    AssertDescription: 'FileSenderRoleArns: needs Sources, without which there is no bucket',
  },
};

/** The section `Rules` of a template with these parameters. */
export function rulesFor(parameters: readonly string[]): JsonObject {
  const rules = Object.entries(RULES)
    .filter(([, rule]) => rule.parameters.every((name) => parameters.includes(name)))
    .map(([name, { RuleCondition, Assert, AssertDescription }]) => {
      const condition = RuleCondition === undefined ? {} : { RuleCondition };
      return [name, { ...condition, Assertions: [{ Assert, AssertDescription }] }] as const;
    });
  return Object.fromEntries(rules);
}
