import { expect, test } from '@jest/globals';
import { placeSettings } from '../../../release/template/place-settings.ts';
import { tokenParameters } from '../../../release/template/tokens.ts';

const tokens = tokenParameters([]);
const placed = (value: Parameters<typeof placeSettings>[0]) =>
  placeSettings(value, new Set(), 'Resources');

test('a value that is a parameter of serverless.yml becomes a reference', () => {
  expect(placed({ Threshold: tokens['readyWithinMinutes'] ?? '' })).toEqual({
    Threshold: { Ref: 'ReadyWithinMinutes' },
  });
});

test('a number that packaging reads from a text becomes a reference', () => {
  expect(placed({ RetentionInDays: Number(tokens['logRetentionDays']) })).toEqual({
    RetentionInDays: { Ref: 'LogRetentionDays' },
  });
});

test('a text with a parameter in it is substituted, and what it has of ${…} stays text', () => {
  expect(placed(`after ${tokens['readyWithinMinutes']} minutes, \${literally}`)).toEqual({
    'Fn::Sub': 'after ${ReadyWithinMinutes} minutes, ${!literally}',
  });
});

test('a parameter in a pattern of Fn::Sub becomes a variable beside the others', () => {
  const pattern = `\${AWS::Region} \${other} ${tokens['logLevel']}`;

  expect(placed({ 'Fn::Sub': [pattern, { other: tokens['singleName'] ?? '' }] })).toEqual({
    'Fn::Sub': ['${AWS::Region} ${other} ${LogLevel}', { other: { Ref: 'SingleName' } }],
  });
});

test('a parameter that is more than a reference is a variable of Fn::Sub', () => {
  expect(placed({ 'Fn::Sub': `account ${tokens['identityStoreAccountId']}` })).toMatchObject({
    'Fn::Sub': [
      'account ${identityStoreAccountId}',
      { identityStoreAccountId: { 'Fn::If': expect.anything() } },
    ],
  });
});

test('a number within a longer one is left as it is', () => {
  expect(placed(`1${tokens['recordDays']}`)).toBe(`1${tokens['recordDays']}`);
});

test('a parameter in the name of a property is refused', () => {
  expect(() => placed({ [`x-${tokens['logLevel']}`]: 'y' })).toThrow(
    'cannot be in the name of a property',
  );
});
