import type { CompletionEvent, ProvisionedEvent } from '../../src/contracts/completion-event.ts';
import { readMessage } from '../../src/contracts/message.ts';
import { digestOf } from '../../src/provisioning/digests.ts';
import type { HireWorld, QueuedMessage } from './hire-world.ts';
import type { Scenario } from './scenarios.ts';

/** What must hold at every moment, whatever has failed so far. Answers each promise that does not. */
export function brokenPromises(world: HireWorld, messages: readonly QueuedMessage[]): string[] {
  const { directory, store, events, rejected } = world;
  const [record] = store.records.values();
  const provisioned = events.filter((event) => event.type === 'joiner.user.provisioned.v1');
  const broken: string[] = [];
  const promise = (holds: boolean, otherwise: string) => {
    if (!holds) broken.push(otherwise);
  };

  promise(directory.users.length <= 1, 'two accounts for one person');
  if (record?.state === 'PROVISIONED') {
    const account = directory.users.find(({ userId }) => userId === record.userId);
    promise(account !== undefined, 'the record names an account that is not there');
    promise(
      account === undefined || record.actualDigest === digestOf(account),
      'the actual digest of the record is not the account’s',
    );
  }
  for (const same of Map.groupBy(events, ({ id }) => id).values())
    promise(new Set(same.map(contentOf)).size === 1, 'one event id with two contents');
  for (const event of provisioned) {
    promise(
      event.data.userId === userIdOf(world),
      'an event names another account than the record',
    );
    promise(isHonest(event, world), `an account is called ${event.data.outcome} that is not`);
    promise(tellsDifference(event, world, messages), 'an event is wrong about `differs`');
  }
  const first = provisioned.filter(({ data }) => data.outcome !== 'duplicate');
  promise(new Set(first.map(({ id }) => id)).size <= 1, 'two requests were first');
  promise(
    rejected.every(({ code, despiteAccount }) => !despiteAccount || !isBlind(code)),
    'a hire was rejected though it had its account',
  );
  promise(
    events.every((event) => event.type !== 'joiner.user.rejected.v1' || isKept(event, world)),
    'a rejection was told of before the message was kept',
  );
  return broken;
}

/** What must hold besides once every message has been delivered again with nothing in its way. */
export function brokenEnd(
  world: HireWorld,
  messages: readonly QueuedMessage[],
  { accounts, mayStayCreating }: Scenario,
): string[] {
  const { directory, store, events } = world;
  const [record] = store.records.values();
  const told = new Set(events.map(({ data }) => data.requestId));
  const broken = brokenPromises(world, messages);
  for (const message of messages) {
    if (!message.deleted) broken.push('a message never ends');
    if (!told.has(requestIdOf(message))) broken.push('a message ends without an event');
  }
  if (accounts !== undefined && directory.users.length !== accounts)
    broken.push(`${directory.users.length} accounts instead of ${accounts}`);
  if (record?.state === 'CREATING' && !mayStayCreating) broken.push('the record stays CREATING');
  if (record?.state === 'FAILED' && directory.made.size > 0)
    broken.push('the record says FAILED, and there is an account');
  return broken;
}

/** A redelivery repeats a provisioned event to the letter; a rejection may be told at another time. */
function contentOf(event: CompletionEvent): string {
  return JSON.stringify(event.type === 'joiner.user.provisioned.v1' ? event : event.data);
}

function userIdOf({ store }: HireWorld): string | undefined {
  const [record] = store.records.values();
  return record?.state === 'PROVISIONED' ? record.userId : undefined;
}

function isHonest({ data }: ProvisionedEvent, { directory }: HireWorld): boolean {
  if (data.outcome === 'duplicate') return true;
  return directory.made.has(data.userId) === (data.outcome !== 'existing');
}

function tellsDifference(
  { data }: ProvisionedEvent,
  { directory }: HireWorld,
  messages: readonly QueuedMessage[],
): boolean {
  const account = directory.users.find(({ userId }) => userId === data.userId);
  const message = messages.find((one) => requestIdOf(one) === data.requestId);
  const reading = message && readMessage(message.body);
  if (!account || reading?.kind !== 'hire') return false;
  return (digestOf(reading.hire) !== digestOf(account)) === (data.differs === true);
}

/** Rejections that claim that there is no account; the others tell the operator to look. */
function isBlind(code: string): boolean {
  return code === 'refused-by-target' || code === 'outside-policy';
}

function isKept(event: CompletionEvent, { rejected }: HireWorld): boolean {
  return rejected.some(({ requestId }) => requestId === event.data.requestId);
}

function requestIdOf({ body }: QueuedMessage): string {
  return readMessage(body).correlation.requestId;
}
