import type { CompletionEvent, ProvisionedEvent } from '../../../src/contracts/completion-event.ts';
import { readMessage } from '../../../src/contracts/message.ts';
import { digestOf } from '../../../src/provisioning/digests.ts';
import type { Scenario } from './scenarios.ts';
import type { HireWorld, QueuedMessage, Told } from './simulation.ts';

/** What must hold at every moment, whatever has failed so far. Answers each promise that does not. */
export function brokenPromises(world: HireWorld, messages: readonly QueuedMessage[]): string[] {
  const { directory, told, kept } = world;
  const record = world.record();
  const events = told.map(({ event }) => event);
  const provisioned = told.flatMap(({ event, message }) =>
    event.type === 'joiner.user.provisioned.v1' ? [{ event, message }] : [],
  );
  const first = provisioned.filter(({ event }) => event.data.outcome !== 'duplicate');
  const broken: string[] = [];
  const promise = (holds: boolean, otherwise: string) => {
    if (!holds) broken.push(otherwise);
  };

  promise(directory.users.length <= 1, 'two accounts for one person');
  if (record?.state === 'PROVISIONED') {
    const account = world.accountOf(record.userId);
    promise(account !== undefined, 'the record names an account that never was');
    promise(
      account === undefined || record.accountDigest === digestOf(account),
      'the actual digest of the record is not the account’s',
    );
  }
  for (const same of Map.groupBy(events, ({ id }) => id).values())
    promise(new Set(same.map(contentOf)).size === 1, 'one event id with two contents');
  for (const one of provisioned) {
    promise(namesTheAccount(one.event, world), 'an event names another account than the record');
    promise(
      isHonest(one.event, world),
      `an account is called ${one.event.data.outcome} that is not`,
    );
    promise(tellsDifference(one, world), 'an event is wrong about `differs`');
  }
  for (const ofOne of Map.groupBy(first, ({ event }) => event.data.userId).values()) {
    promise(new Set(ofOne.map(({ event }) => event.id)).size === 1, 'two requests were first');
    promise(
      new Set(ofOne.map(({ message }) => contentKeyOf(message))).size === 1,
      'a request takes the place of another that asked differently',
    );
  }
  promise(
    !provisioned.some(({ event, message }) => isOwnDuplicate(event, message, first)),
    'a request is called a duplicate of itself',
  );
  promise(
    new Set(provisioned.flatMap(({ message }) => employeeIdOf(message) ?? [])).size <= 1,
    'two people share an account',
  );
  promise(
    kept.every(({ code, despiteAccount }) => !despiteAccount || !isBlind(code)),
    'a hire was rejected though it had its account',
  );
  promise(
    told.every(({ event, message }) => isProvisioned(event) || isKept(message, world)),
    'a rejection was told of before the message was kept',
  );
  promise(
    messages.every((message) => !world.isDeleted(message) || isTold(message, world)),
    'a message ends without an event',
  );
  return broken;
}

/** What must hold besides once every message has been delivered again with nothing in its way. */
export function brokenEnd(
  world: HireWorld,
  messages: readonly QueuedMessage[],
  { accounts, mayStayCreating }: Pick<Scenario, 'accounts' | 'mayStayCreating'>,
): string[] {
  const { directory } = world;
  const record = world.record();
  const broken = brokenPromises(world, messages);
  for (const message of messages)
    if (!world.isDeleted(message)) broken.push('a message never ends');
  if (accounts !== undefined && directory.users.length !== accounts)
    broken.push(`${directory.users.length} accounts instead of ${accounts}`);
  if (record?.state === 'CREATING' && !mayStayCreating) broken.push('the record stays CREATING');
  if (record?.state === 'FAILED' && directory.made.size > 0)
    broken.push('the record says FAILED, and there is an account');
  return broken;
}

/** A redelivery repeats a provisioned event to the letter; a rejection may be told at another time. */
function contentOf(event: CompletionEvent): string {
  return JSON.stringify(isProvisioned(event) ? event : event.data);
}

function isProvisioned(event: CompletionEvent): event is ProvisionedEvent {
  return event.type === 'joiner.user.provisioned.v1';
}

/** The account that is on record, or that was before an operator removed it. */
function namesTheAccount({ data }: ProvisionedEvent, { record, directory }: HireWorld): boolean {
  const now = record();
  const isOnRecord = now?.state === 'PROVISIONED' && now.userId === data.userId;
  return isOnRecord || directory.gone.some(({ userId }) => userId === data.userId);
}

function isHonest({ data }: ProvisionedEvent, { directory }: HireWorld): boolean {
  if (data.outcome === 'duplicate') return true;
  if (data.outcome !== 'existing') return directory.made.has(data.userId);
  // A record that was taken back, for an account that is gone, has forgotten what the attempts were.
  return !directory.made.has(data.userId) || directory.gone.length > 0;
}

function tellsDifference({ event, message }: Told, world: HireWorld): boolean {
  if (!isProvisioned(event)) return true;
  const account = world.accountOf(event.data.userId);
  const reading = readMessage(message.body);
  if (!account || reading.kind !== 'hire') return false;
  return (digestOf(reading.hire) !== digestOf(account)) === (event.data.differs === true);
}

/** Rejections that claim that there is no account; the others tell the operator to look. */
function isBlind(code: string): boolean {
  return code === 'refused-by-target' || code === 'outside-policy';
}

function isKept({ messageId }: QueuedMessage, { kept }: HireWorld): boolean {
  return kept.some((one) => one.messageId === messageId);
}

function isTold({ messageId }: QueuedMessage, { told }: HireWorld): boolean {
  return told.some(({ message }) => message.messageId === messageId);
}

function isOwnDuplicate(
  { data }: ProvisionedEvent,
  message: QueuedMessage,
  first: readonly { readonly event: ProvisionedEvent; readonly message: QueuedMessage }[],
): boolean {
  return first.some(
    (one) =>
      data.outcome === 'duplicate' &&
      one.event.data.userId === data.userId &&
      contentKeyOf(one.message) === contentKeyOf(message),
  );
}

/** What makes a request: two messages with the same are one. */
function contentKeyOf({ body }: QueuedMessage): string {
  const { correlation, hire } = readMessage(body);
  return JSON.stringify([correlation.requestKey, hire]);
}

function employeeIdOf({ body }: QueuedMessage): string | undefined {
  return readMessage(body).employeeId;
}
