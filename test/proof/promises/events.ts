import { accountDigestOf, type Seen } from '../view.ts';
import { isBlind } from './blind.ts';
import { isNotedForAnother } from './owners.ts';
import { hasGroups, type Promises } from './promise.ts';

/** About what is reported of a hire. */
export const EVENT_PROMISES: Promises = {
  'an event is about no message': ({ events }) => events.some(({ bodies }) => bodies.length === 0),

  'an event names an account that never was': ({ provisioned }) =>
    provisioned.some(({ account }) => account === undefined),

  'an event names the account of another person': ({ provisioned, isAccountOf }) =>
    provisioned.some(({ facts, account }) => account && !isAccountOf(account, facts)),

  'an event names an account that the directory itself knows to be another person’s': ({
    provisioned,
  }) =>
    provisioned.some(
      ({ event: { data }, facts, account }) =>
        account && isNotedForAnother(account, { ...data, personKey: facts.personKey }),
    ),

  'an event names another account than the record': ({ provisioned, done, isGone, erased }) =>
    provisioned.some(
      ({ event: { data }, facts }) =>
        !isGone(data.userId) &&
        !erased.has(facts.personKey ?? '') &&
        !done.some(
          ({ record }) => record.personKey === facts.personKey && record.userId === data.userId,
        ),
    ),

  'an account is called created that is not': ({ provisioned, made }) =>
    isAnyNotMade('created', provisioned, made),

  'an account is called recovered that is not': ({ provisioned, made }) =>
    isAnyNotMade('recovered', provisioned, made),

  'an account is called existing that is not': ({ provisioned, made, goneOf, erased }) =>
    provisioned.some(
      ({ event: { data }, facts, account }) =>
        data.outcome === 'existing' &&
        made.has(data.userId) &&
        // An account of ours without a date, or in other letter case, looks like any other.
        account?.createTimeMs !== undefined &&
        account.emailAddress === data.emailAddress &&
        // A record that was reopened after its account had gone has forgotten the attempts before.
        goneOf(facts.personKey).length === 0 &&
        !erased.has(facts.personKey ?? ''),
    ),

  'an event is wrong about `differs`': ({ provisioned, groupsOf }) =>
    provisioned.some(({ event: { data }, bodies: [body = ''], facts, account }) => {
      const isOther = account && accountDigestOf(account) !== facts.contentDigest;
      const hasOther = isOther || !hasGroups(data, groupsOf(body));
      return account && hasOther !== (data.differs === true);
    }),

  'an event is wrong about the manager': ({ provisioned }) =>
    provisioned.some(
      ({ event: { data }, bodies, account }) =>
        account &&
        bodies.some((body) => body.includes('"manager"')) &&
        (account.profile?.manager === undefined) !== (data.pending !== undefined),
    ),

  'a hire was rejected though it had its account': ({ kept }) =>
    kept.some(({ code, despiteAccount }) => despiteAccount && isBlind(code)),

  'a failure was published before its message was kept': ({ events, kept }) =>
    events.some(
      ({ event: { data }, bodies }) =>
        'reason' in data &&
        !kept.some(({ body, code }) => code === data.reason.code && bodies.includes(body)),
    ),

  'a duplicate is reported of an account at another address': ({ events }) =>
    events.some(
      ({ event, sawOtherAddress }) =>
        event.type === 'joiner.user.provisioned.v1' && sawOtherAddress === true,
    ),

  'a message ends without an event': ({ deleted, hasEvent }) =>
    deleted.some((body) => !hasEvent(body)),
};

function isAnyNotMade(
  outcome: string,
  provisioned: Seen['provisioned'],
  made: Seen['made'],
): boolean {
  return provisioned.some(
    ({ event: { data } }) => data.outcome === outcome && !made.has(data.userId),
  );
}
