// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of Fn::Sub are written that way
import { describe, expect, test } from '@jest/globals';
import { evaluate, evaluateCondition } from '../../../local/template/intrinsics.ts';
import { createScope } from '../../../local/template/scope.ts';
import type { Json, Template } from '../../../local/template/template.ts';

const template: Template = {
  Parameters: {
    Stage: { Type: 'String', Default: 'local' },
    Domains: { Type: 'CommaDelimitedList', Default: 'example.com, example.org' },
    Retries: { Type: 'Number', Default: 3 },
    Secret: { Type: 'String' },
  },
  Mappings: { Sizes: { local: { memory: 512 } } },
  Conditions: {
    IsLocal: { 'Fn::Equals': [{ Ref: 'Stage' }, 'local'] },
    IsProduction: { 'Fn::Not': [{ Condition: 'IsLocal' }] },
    Never: { 'Fn::And': [{ Condition: 'IsLocal' }, { Condition: 'IsProduction' }] },
    Always: { 'Fn::Or': [{ Condition: 'IsLocal' }, { Condition: 'IsProduction' }] },
  },
  Resources: { Queue: { Type: 'AWS::SQS::Queue' }, Later: { Type: 'AWS::SQS::Queue' } },
};

const scope = createScope(
  template,
  { accountId: '000000000000', region: 'eu-west-1', stackName: 'joiner-local' },
  new Map([['Queue', { ref: 'http://sqs/queue', attributes: { Arn: 'arn:aws:sqs:queue' } }]]),
);

const evaluated = (value: Json) => evaluate(value, scope, 'Here');

describe('an intrinsic function', () => {
  test.each<[string, Json, Json]>([
    ['Ref to a resource', { Ref: 'Queue' }, 'http://sqs/queue'],
    ['Ref to a parameter', { Ref: 'Stage' }, 'local'],
    ['Ref to a number parameter', { Ref: 'Retries' }, '3'],
    ['Ref to a list parameter', { Ref: 'Domains' }, ['example.com', 'example.org']],
    ['Ref to the account', { Ref: 'AWS::AccountId' }, '000000000000'],
    ['Ref to the region', { Ref: 'AWS::Region' }, 'eu-west-1'],
    ['Ref to the partition', { Ref: 'AWS::Partition' }, 'aws'],
    ['Ref to the stack name', { Ref: 'AWS::StackName' }, 'joiner-local'],
    ['Ref to the URL suffix', { Ref: 'AWS::URLSuffix' }, 'amazonaws.com'],
    ['GetAtt as a list', { 'Fn::GetAtt': ['Queue', 'Arn'] }, 'arn:aws:sqs:queue'],
    ['GetAtt as a string', { 'Fn::GetAtt': 'Queue.Arn' }, 'arn:aws:sqs:queue'],
    [
      'Sub',
      { 'Fn::Sub': 'x:${AWS::Region}:${Queue.Arn}:${Queue}' },
      'x:eu-west-1:arn:aws:sqs:queue:http://sqs/queue',
    ],
    ['Sub with variables', { 'Fn::Sub': ['${a}-${Stage}', { a: { Ref: 'Retries' } }] }, '3-local'],
    ['Sub with a literal', { 'Fn::Sub': '${!Stage}' }, '${Stage}'],
    ['Join', { 'Fn::Join': ['-', ['a', { Ref: 'Stage' }, 1]] }, 'a-local-1'],
    [
      'Join of a list parameter',
      { 'Fn::Join': [';', { Ref: 'Domains' }] },
      'example.com;example.org',
    ],
    ['Select', { 'Fn::Select': ['1', { Ref: 'Domains' }] }, 'example.org'],
    ['Split', { 'Fn::Split': [',', 'a,b'] }, ['a', 'b']],
    [
      'Select of Split',
      { 'Fn::Select': [0, { 'Fn::Split': ['-', { Ref: 'AWS::StackName' }] }] },
      'joiner',
    ],
    ['If that holds', { 'Fn::If': ['IsLocal', { Ref: 'Stage' }, 'no'] }, 'local'],
    ['If that does not hold', { 'Fn::If': ['IsProduction', 'yes', { Ref: 'Stage' }] }, 'local'],
    ['FindInMap', { 'Fn::FindInMap': ['Sizes', { Ref: 'Stage' }, 'memory'] }, 512],
    ['a value without functions', { a: [1, true, null, 'text'] }, { a: [1, true, null, 'text'] }],
  ])('%s is evaluated', (_, value, expected) => {
    expect(evaluated(value)).toEqual(expected);
  });

  test('AWS::NoValue leaves its property out', () => {
    expect(
      evaluated({ kept: 1, gone: { 'Fn::If': ['Never', 2, { Ref: 'AWS::NoValue' }] } }),
    ).toEqual({ kept: 1 });
  });

  test('AWS::NoValue leaves its list item out', () => {
    expect(evaluated(['kept', { Ref: 'AWS::NoValue' }])).toEqual(['kept']);
  });

  test.each<[string, Json, RegExp]>([
    [
      'Fn::ImportValue',
      { 'Fn::ImportValue': 'other' },
      /^Here: Fn::ImportValue reads an export of another stack/,
    ],
    ['a function that is not known', { 'Fn::Cidr': [] }, /^Here: Fn::Cidr is not supported/],
    [
      'a name that is not in the template',
      { Ref: 'Nobody' },
      /Nobody is neither a parameter nor a resource/,
    ],
    [
      'a resource that does not exist',
      { Ref: 'Later' },
      /refers to Later, but its condition is false/,
    ],
    ['a parameter without a default', { Ref: 'Secret' }, /Parameters.Secret: add a Default/],
    [
      'an attribute that is not known',
      { 'Fn::GetAtt': ['Queue', 'Color'] },
      /Queue.Color: the local AWS::SQS::Queue has only Arn/,
    ],
    [
      'a key beside a function',
      { a: { Ref: 'Stage', More: 1 } },
      /^Here.a: Ref must be the only key/,
    ],
    [
      'an index outside the list',
      { 'Fn::Select': [2, ['a']] },
      /^Here.Fn::Select: the list has no item/,
    ],
    [
      'a mapping that is not there',
      { 'Fn::FindInMap': ['Sizes', 'live', 'memory'] },
      /Sizes.live.memory/,
    ],
    ['a condition that is not there', { 'Fn::If': ['Maybe', 1, 2] }, /has no condition Maybe/],
    ['an object inside a string', { 'Fn::Join': ['', [{ a: 1 }]] }, /cannot be part of a string/],
    ['a dynamic reference', { a: ['{{resolve:ssm:name}}'] }, /^Here.a\[0\]: dynamic references/],
  ])('%s is an error that names the place or the thing', (_, value, message) => {
    expect(() => evaluated(value)).toThrow(message);
  });
});

describe('a condition', () => {
  test.each([
    ['IsLocal', true],
    ['IsProduction', false],
    ['Never', false],
    ['Always', true],
  ])('%s is %s', (name, expected) => {
    expect(scope.condition(name)).toBe(expected);
  });

  test('compares numbers and text as text', () => {
    expect(evaluateCondition({ 'Fn::Equals': [{ Ref: 'Retries' }, 3] }, scope, 'Here')).toBe(true);
  });

  test('a condition that is neither true nor false is an error', () => {
    expect(() => evaluateCondition({ Ref: 'Stage' }, scope, 'Here')).toThrow(
      'Here: a condition must be true or false',
    );
  });
});
