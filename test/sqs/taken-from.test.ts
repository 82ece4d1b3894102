import { describe, expect, test } from '@jest/globals';
import { principalOf } from '../../src/sqs/principal.ts';
import { takenFromOf } from '../../src/sqs/taken-from.ts';

describe('the principal', () => {
  test.each([
    ['AROAEXAMPLE:ann@example.com', 'AROAEXAMPLE'],
    ['AWS:AROAEXAMPLE:ann@example.com', 'AROAEXAMPLE'],
    ['AWS:AIDAEXAMPLE', 'AIDAEXAMPLE'],
    ['A3NL1KOZZKEXAMPLE', 'A3NL1KOZZKEXAMPLE'],
    ['s3.amazonaws.com', 's3.amazonaws.com'],
  ])('of %s has no name of a session', (text, principal) => {
    expect(principalOf(text)).toBe(principal);
  });

  test.each(['', 'ann@example.com', 'a b', 7, undefined, null])('is unknown with %j', (text) => {
    expect(principalOf(text)).toBeUndefined();
  });
});

describe('what a hire was taken from', () => {
  const file = `file#${'0a'.repeat(32)}`;
  const messageId = '0b2b1d54-5a41-4c0a-9a3e-8d8f6f5d1c11';

  test.each([file, messageId])('is a file or a message: %s', (id) => {
    expect(takenFromOf(id)).toBe(id);
  });

  test.each([undefined, '', 'ann@example.com', `${file}0`, `${messageId} ann`])(
    'is none where a sender writes %j',
    (text) => {
      expect(takenFromOf(text)).toBeUndefined();
    },
  );
});
