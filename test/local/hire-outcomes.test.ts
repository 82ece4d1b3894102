import { describe, expect, test } from '@jest/globals';
import { createHireOutcomes } from '../../local/cli/hire-outcomes.ts';
import type { CompletionEvent } from '../../src/contracts/completion-event.ts';
import { readMessage } from '../../src/contracts/message.ts';
import { digestOf, eventIdOf, personKeyOf } from '../../src/provisioning/digests.ts';

const TARGET = 'finspace:111122223333:eu-west-1:environment';
const envelope = {
  specversion: '1.0',
  source: 'joiner',
  time: '2026-11-02T08:00:00.000Z',
  datacontenttype: 'application/json',
} as const;

type Outcome = 'created' | 'existing' | 'duplicate';

function hire(fields: object) {
  return JSON.stringify({ emailAddress: 'ann@example.com', requestId: 'R-1', ...fields });
}

function outcomesOf(...bodies: string[]) {
  return createHireOutcomes(bodies.map((body, index) => ({ line: index + 2, body })));
}

function contentOf(body: string) {
  const reading = readMessage(body);
  const { requestKey, requestId, bodyHash } = reading.correlation;
  const contentDigest = reading.hire === undefined ? bodyHash : digestOf(reading.hire);
  return { reading, requestKey, requestId, contentDigest };
}

/** The event that the function publishes for this body. */
function provisioned(body: string, outcome: Outcome = 'created', userId = 'u-1'): CompletionEvent {
  const { reading, requestKey, requestId, contentDigest } = contentOf(body);
  const emailAddress = reading.hire?.emailAddress ?? '';
  const type = 'joiner.user.provisioned.v1';
  const personKey = personKeyOf(TARGET, emailAddress);
  const id = eventIdOf({ requestKey, personKey, contentDigest, type, outcomeOrCode: outcome });
  return {
    ...envelope,
    type,
    id,
    data: { requestId, emailAddress, userId, target: TARGET, outcome },
  };
}

function setAside(
  body: string,
  code: string,
  message: string,
  type: 'joiner.user.rejected.v1' | 'joiner.user.deferred.v1' = 'joiner.user.rejected.v1',
): CompletionEvent {
  const { requestKey, requestId, contentDigest } = contentOf(body);
  const id = eventIdOf({
    requestKey,
    contentDigest,
    type,
    personKey: undefined,
    outcomeOrCode: code,
  });
  return { ...envelope, type, id, data: { requestId, reason: { code, message } } };
}

const created = { outcome: 'created', userId: 'u-1', differs: false };

describe('before any event', () => {
  test('every message is pending', () => {
    expect(outcomesOf(hire({}), hire({ requestId: 'R-2' })).pending()).toBe(2);
  });

  test.each([
    ['as it is spelled', hire({ emailAddress: 'Ann@Example.com' }), 'Ann@Example.com'],
    ['though it is none', hire({ emailAddress: ' ann.at.home ' }), 'ann.at.home'],
    ['from its envelope', `{"detail-type":"x","detail":${hire({})}}`, 'ann@example.com'],
    ['as empty where there is none', '{}', ''],
    ['as empty where it is no text', '{"emailAddress":7}', ''],
    ['as empty where the envelope cannot be read', '{"detail-type":"x"}', ''],
  ])('the address is told %s', (_case, body, address) => {
    expect(outcomesOf(body).all()).toEqual([{ row: 1, address }]);
  });
});

describe('an event ends', () => {
  test.each(['created', 'existing', 'duplicate'] as const)(
    'its row with the user id: %s',
    (outcome) => {
      const outcomes = outcomesOf(hire({}));

      outcomes.take(provisioned(hire({}), outcome));

      expect(outcomes.all()).toMatchObject([{ end: { outcome, userId: 'u-1', differs: false } }]);
    },
  );

  test('its row with a difference', () => {
    const outcomes = outcomesOf(hire({}));
    const event = provisioned(hire({}));

    outcomes.take({ ...event, data: { ...event.data, differs: true } } as CompletionEvent);

    expect(outcomes.all()).toMatchObject([{ end: { differs: true } }]);
  });

  test.each([
    ['rejected', 'joiner.user.rejected.v1'],
    ['deferred', 'joiner.user.deferred.v1'],
  ] as const)('its row with the reason: %s', (outcome, type) => {
    const outcomes = outcomesOf(hire({}));

    outcomes.take(setAside(hire({}), 'some-code', 'some rule', type));

    expect(outcomes.all()).toMatchObject([
      { end: { outcome, reason: { code: 'some-code', message: 'some rule' } } },
    ]);
  });

  test('the row with its request id, whatever the order', () => {
    const [ann, ben] = [hire({}), hire({ emailAddress: 'ben@example.com', requestId: 'R-2' })];
    const outcomes = outcomesOf(ann, ben);

    outcomes.take(provisioned(ben));

    expect(outcomes.all().map(({ end }) => end)).toEqual([undefined, created]);
  });

  test('the row of its person where rows share a request id', () => {
    const [ann, ben] = [hire({}), hire({ emailAddress: 'ben@example.com' })];
    const outcomes = outcomesOf(ann, ben);

    outcomes.take(provisioned(ben));

    expect(outcomes.all().map(({ end }) => end)).toEqual([undefined, created]);
  });

  test('the row of its content where rows share request id and person', () => {
    const [ann, anna] = [hire({ firstName: 'Ann' }), hire({ firstName: 'Anna' })];
    const outcomes = outcomesOf(ann, anna);

    outcomes.take(provisioned(anna));
    outcomes.take(provisioned(ann, 'duplicate'));

    expect(outcomes.all()).toMatchObject([
      { end: { outcome: 'duplicate' } },
      { end: { outcome: 'created' } },
    ]);
  });

  test('the refused row of its reason where rows share a request id', () => {
    const [ann, bad] = [hire({}), hire({ emailAddress: 'ben' })];
    const outcomes = outcomesOf(ann, bad);
    const rule = "emailAddress: must be 4 to 320 characters long; send the person's work address";

    outcomes.take(setAside(bad, 'invalid-message', rule));

    expect(outcomes.all()).toMatchObject([{ row: 1 }, { end: { outcome: 'rejected' } }]);
    expect(outcomes.pending()).toBe(1);
  });

  test('one row after the other where nothing else tells them apart', () => {
    const [ann, ben] = [hire({}), hire({ emailAddress: 'ben@example.com' })];
    const outcomes = outcomesOf(ann, ben);

    outcomes.take(setAside(ann, 'outside-policy', 'some rule'));
    outcomes.take(provisioned(ben));

    expect(outcomes.all()).toMatchObject([
      { end: { outcome: 'rejected' } },
      { end: { outcome: 'created' } },
    ]);
  });

  test('every copy of one request', () => {
    const outcomes = outcomesOf(hire({}), hire({ emailAddress: 'ANN@example.com' }));

    outcomes.take(provisioned(hire({})));

    expect(outcomes.all().map(({ end }) => end)).toEqual([created, created]);
  });

  test('every copy of one body that is refused', () => {
    const outcomes = outcomesOf('{}', '{}');

    outcomes.take(setAside('{}', 'any-code', 'some rule'));

    expect(outcomes.pending()).toBe(0);
  });
});

describe('an event changes nothing', () => {
  test('when it is known already', () => {
    const [ann, ben] = [hire({}), hire({ emailAddress: 'ben@example.com' })];
    const outcomes = outcomesOf(ann, ben);
    const rejection = setAside(ann, 'outside-policy', 'some rule');

    outcomes.take(rejection);
    outcomes.take(rejection);

    expect(outcomes.pending()).toBe(1);
  });

  test('when it is about a message of somebody else', () => {
    const outcomes = outcomesOf(hire({}));

    outcomes.take(provisioned(hire({ requestId: 'R-2' })));

    expect(outcomes.pending()).toBe(1);
  });

  test('when the row has reached its end', () => {
    const outcomes = outcomesOf(hire({}));

    outcomes.take(provisioned(hire({}), 'created'));
    outcomes.take(provisioned(hire({}), 'duplicate'));

    expect(outcomes.all()).toMatchObject([{ end: { outcome: 'created' } }]);
  });
});
