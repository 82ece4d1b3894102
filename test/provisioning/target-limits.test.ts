import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { checkTarget } from '../../src/provisioning/check-target.ts';
import type { FieldLimit } from '../../src/provisioning/field-limit.ts';
import { createMemoryDirectory } from '../proof/in-memory/memory-directory.ts';
import { hire } from '../support/bodies/hires.ts';
import { type EngineHarness, startEngineHarness } from '../support/engine/engine-harness.ts';

const USER_NAME: FieldLimit = {
  field: 'emailAddress',
  meaning: 'the user name',
  maxCharacters: 24,
  reserved: ['root@example.com'],
};
const PLAIN_NAME: FieldLimit = {
  field: 'firstName',
  allowed: { pattern: /^[A-Za-z]+$/, characters: 'letters' },
};

let engine: EngineHarness;
beforeEach(async () => {
  engine = await startEngineHarness();
});
afterEach(() => engine.stop());

test('a hire beyond a limit of the directory is rejected before anything is claimed or called', async () => {
  const directory = createMemoryDirectory(engine.clock);
  const target = { ...directory, limits: [USER_NAME] };
  const emailAddress = 'a.much.longer.name@example.com';
  await engine.deliver([{ body: hire({ emailAddress }) }], { ports: { target } });

  expect((await engine.rejected())[0]?.attributes).toMatchObject({
    reasonCode: 'outside-target-limits',
    reason:
      'emailAddress: the user name must have at most 24 characters in this directory; give the person another address',
  });
  expect(await engine.recordCount()).toBe(0);
  expect(directory.users).toEqual([]);
});

const ADA = {
  emailAddress: 'ada@example.com',
  type: 'APP_USER',
  apiAccess: 'DISABLED',
  firstName: 'Ada',
} as const;
const LIMITED = {
  supports: { superUsers: false, apiAccess: true },
  requires: ['lastName'],
  limits: [USER_NAME, PLAIN_NAME],
} as const;
const check = (fields: object, limits: readonly FieldLimit[] = LIMITED.limits) =>
  checkTarget({ ...ADA, lastName: 'Lovelace', ...fields }, { ...LIMITED, limits });

test.each([
  ['the last character that is allowed', { emailAddress: `${'a'.repeat(12)}@example.com` }],
  ['a field that is not sent', { firstName: undefined }],
  ['a reserved name inside a longer one', { emailAddress: 'root2@example.com' }],
])('%s is within the limits', (_, fields) => {
  expect(check(fields)).toBeUndefined();
});

test.each([
  ['A character more', { emailAddress: `${'a'.repeat(13)}@example.com` }, /at most 24 characters/],
  [
    'A reserved name',
    { emailAddress: 'root@example.com' },
    /^emailAddress: the user name must not be root@example.com, which this directory reserves; give the person another address$/,
  ],
  [
    'A character of another class',
    { firstName: 'A\u200da' },
    /^firstName: must consist of letters in this directory; correct it$/,
  ],
])('%s is outside the limits', (_, fields, message) => {
  expect(check(fields)).toEqual({
    code: 'outside-target-limits',
    message: expect.stringMatching(message),
  });
});

test('characters are counted as people count them, not in UTF-16 units', () => {
  const limits = [{ field: 'firstName', maxCharacters: 2 }] as const;

  expect(check({ firstName: '𠮷𠮷' }, limits)).toBeUndefined();
  expect(check({ firstName: '𠮷𠮷𠮷' }, limits)?.code).toBe('outside-target-limits');
});

test('only the local part counts where only that is limited', () => {
  const limits = [
    { ...USER_NAME, part: 'local-part', maxCharacters: 4, reserved: ['Root'] },
  ] as const;

  expect(check({ emailAddress: 'abcd@a-long-domain.example.com' }, limits)).toBeUndefined();
  expect(check({ emailAddress: 'root@example.com' }, limits)?.message).toMatch(
    /^emailAddress: the user name, the part before its @, must not be Root, /,
  );
});

test('every broken rule is named in one reason, and what the directory lacks comes first', () => {
  const fields = { emailAddress: 'root@example.com', type: 'SUPER_USER', lastName: undefined };

  expect(check(fields)).toEqual({
    code: 'unsupported-by-target',
    message: expect.stringMatching(/^type: .*\. emailAddress: .*\. lastName: /),
  });
  expect(check({ ...fields, type: 'APP_USER' })?.code).toBe('outside-target-limits');
});
