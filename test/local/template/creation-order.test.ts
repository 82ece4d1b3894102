// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of Fn::Sub are written that way
import { describe, expect, test } from '@jest/globals';
import { creationOrder } from '../../../local/template/creation-order.ts';
import type { Json } from '../../../local/template/template.ts';

const queue = (value: Json, dependsOn?: string) => ({
  Type: 'AWS::SQS::Queue',
  Properties: { value },
  ...(dependsOn === undefined ? {} : { DependsOn: dependsOn }),
});

describe('the order of creation', () => {
  test.each<[string, Json]>([
    ['Ref', { Ref: 'Base' }],
    ['Fn::GetAtt', { 'Fn::GetAtt': ['Base', 'Arn'] }],
    ['Fn::GetAtt in its short form', { 'Fn::GetAtt': 'Base.Arn' }],
    ['Fn::Sub', { 'Fn::Sub': 'prefix-${Base.Arn}' }],
    ['a variable of Fn::Sub', { 'Fn::Sub': ['${x}', { x: { Ref: 'Base' } }] }],
    ['a nested function', { 'Fn::Join': ['', ['a', { Ref: 'Base' }]] }],
    ['the untaken branch of a condition', { 'Fn::If': ['C', { Ref: 'Base' }, 1] }],
  ])('puts a resource after what it refers to by %s', (_, value) => {
    expect(creationOrder({ First: queue(value), Base: queue(1) })).toEqual(['Base', 'First']);
  });

  test('puts a resource after what it depends on', () => {
    expect(creationOrder({ First: queue(1, 'Base'), Base: queue(1) })).toEqual(['Base', 'First']);
  });

  test('the order of creation keeps the order of the template otherwise', () => {
    expect(creationOrder({ B: queue(1), A: queue(1) })).toEqual(['B', 'A']);
  });

  test('names the circle when resources wait for each other', () => {
    const circle = { A: queue({ Ref: 'B' }), B: queue({ Ref: 'A' }) };

    expect(() => creationOrder(circle)).toThrow('Circular dependency between resources: A → B → A');
  });
});
