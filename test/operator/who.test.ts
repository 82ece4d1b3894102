import { expect, test } from '@jest/globals';
import type { ListedMessage } from '../../src/operator/failed/failed-message.ts';
import { aboutOf } from '../../src/operator/find-person.ts';
import { whoIs } from '../../src/operator/who.ts';
import { PROVENANCE } from '../support/operator/hire-plans.ts';

const { digests } = PROVENANCE;
const LOOK_ALIKE = '\u212Aarl@example.com';
const addressOf = (text: string) => whoIs({ as: 'address', text }, digests);

test('an address is the same in any letter case, and with blanks around it', () => {
  expect(addressOf(' KARL@Example.com').personKey).toBe(digests.personKeyOf('karl@example.com'));
});

test('an address with a KELVIN SIGN, which lower-cases to k, names no other person', () => {
  expect(addressOf(LOOK_ALIKE).personKey).not.toBe(digests.personKeyOf('karl@example.com'));
});

test('a failed message with a KELVIN SIGN in its address is about no other person', () => {
  const message = { address: LOOK_ALIKE } as ListedMessage;

  expect(aboutOf(addressOf('karl@example.com'), [])(message)).toBe(false);
  expect(aboutOf(addressOf(LOOK_ALIKE), [])(message)).toBe(true);
});
