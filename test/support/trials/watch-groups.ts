import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { InterceptedCall } from '../http/intercepting-proxy.ts';
import type { StackUnderFaults } from '../stack/stack-under-faults.ts';

/** The service, with an eye on the order of what it does. */
export interface WatchedStack extends StackUnderFaults {
  /** What came too early since the last time, each in words. */
  takePremature(): readonly string[];
}

type Item = Readonly<Record<string, AttributeValue>>;

/**
 * Watches every write of the table and every event as it passes. What has come too early looks right in the end, when the
 * account has its groups: a record that is PROVISIONED, and an event, before the account is in all of them.
 */
export function watchGroups<Service extends StackUnderFaults>(
  service: Service,
): Service & WatchedStack {
  const { directory } = service.stack;
  const provisioned = new Set<string>();
  let premature: string[] = [];

  const lacking = (userId: string, groups: readonly string[]) => {
    const memberOf = groupsOf(userId, directory);
    return groups.filter((group) => !memberOf.includes(group)).length;
  };

  function watchRecord({ state, userId, groups }: Item): void {
    if (state?.S !== 'PROVISIONED' || userId?.S === undefined) return;
    provisioned.add(userId.S);
    const count = lacking(userId.S, groups?.SS ?? []);
    if (count > 0)
      premature.push(`the record of ${userId.S} is PROVISIONED, and ${count} groups are missing`);
  }

  function watchEvent({ id, userId, groups }: ProvisionedMessage): void {
    const count = lacking(userId, groups);
    if (count > 0) premature.push(`the event ${id} is sent, and ${count} groups are missing`);
    if (!provisioned.has(userId))
      premature.push(`the event ${id} is sent before the record is PROVISIONED`);
  }

  service.proxy.watch((call) => {
    if (call.operation === 'UpdateItem' && call.answer) watchRecord(writtenIn(call.answer.body));
    if (call.operation === 'SendMessageBatch' && !call.answer)
      for (const event of provisionedIn(call)) watchEvent(event);
  });

  return {
    ...service,
    takePremature() {
      const taken = premature;
      premature = [];
      return taken;
    },
  };
}

/** The groups that an account is in: sorted ids. */
function groupsOf(
  userId: string,
  { memberships }: StackUnderFaults['stack']['directory'],
): readonly string[] {
  return memberships()
    .filter((membership) => membership.userId === userId)
    .map(({ group }) => group)
    .toSorted();
}

/** The item as the write has left it; none if it was refused. */
function writtenIn(answer: string): Item {
  return JSON.parse(answer).Attributes ?? {};
}

interface ProvisionedMessage {
  readonly id: string;
  readonly userId: string;
  readonly groups: readonly string[];
}

function provisionedIn({ body }: InterceptedCall): readonly ProvisionedMessage[] {
  const entries: readonly { readonly MessageBody: string }[] = JSON.parse(body).Entries;
  return entries
    .filter(({ MessageBody }) => MessageBody.includes('"joiner.user.provisioned.v1"'))
    .map(({ MessageBody }) => JSON.parse(MessageBody))
    .map(({ id, data }) => ({ id, userId: data.userId, groups: data.groups ?? [] }));
}
