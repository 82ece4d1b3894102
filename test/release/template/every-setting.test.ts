import { expect, test } from '@jest/globals';
import {
  assertEveryParameterHasARule,
  assertEverySettingIsUsed,
} from '../../../release/template/every-setting.ts';
import { NOT_IN_TEMPLATE, SETTINGS } from '../../../release/template/settings.ts';

const KNOWN = [...Object.keys(SETTINGS), ...Object.keys(NOT_IN_TEMPLATE)];

test('a parameter of serverless.yml without a rule is refused, and a rule without a parameter', () => {
  expect(() => assertEveryParameterHasARule(KNOWN)).not.toThrow();
  expect(() => assertEveryParameterHasARule([...KNOWN, 'auditHours'])).toThrow(
    'no rule for the parameter auditHours',
  );
  expect(() => assertEveryParameterHasARule(KNOWN.filter((name) => name !== 'tags'))).toThrow(
    'serverless.yml has no parameter tags',
  );
});

test('a setting that no template depends on is refused, unless only rules of groups need it', () => {
  const used = Object.keys(SETTINGS).filter((name) => name !== 'grantsPerGroupPerHour');

  expect(() => assertEverySettingIsUsed(used)).not.toThrow();
  expect(() => assertEverySettingIsUsed(used.filter((name) => name !== 'logLevel'))).toThrow(
    'No template depends on logLevel',
  );
});
