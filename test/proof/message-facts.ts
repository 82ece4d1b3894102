import type { CompletionEvent } from '../../src/contracts/completion-event.ts';
import { checkTarget } from '../../src/provisioning/check-target.ts';
import type { HireContext, Invocation } from '../../src/provisioning/context.ts';
import type { FailedMessageFacts } from '../../src/provisioning/events.ts';
import type { Message } from '../../src/provisioning/message.ts';
import { readHire } from '../../src/provisioning/read-hire.ts';
import { readBody } from '../support/bodies/read-body.ts';
import { digestsFor } from '../support/engine/digests.ts';
import { endingOf } from '../support/engine/ending-of.ts';
import { groupsPlannedIn } from '../support/engine/group-rules.ts';

export interface MessageFacts {
  factsOf(body: string): FailedMessageFacts;
  /** Whether the hire asks what the directory cannot give, or lacks what the directory needs. */
  isBeyondDirectory(body: string): boolean;
  /** Whether the event is about a message with this body. */
  isAbout(event: CompletionEvent, body: string): boolean;
  /** Epoch milliseconds at which the account of a hire with a date is due. */
  dueAtMsOf(body: string): number | undefined;
  /** The groups that the hire plans, sorted. */
  groupsOf(body: string): readonly string[];
  personKeyOf(emailAddress: string): string;
  employeeKeyOf(employeeId: string): string;
}

/** What messages say by themselves, whatever becomes of them. Each is read once. */
export function createMessageFacts(ctx: Pick<Invocation, 'target' | 'policy'>): MessageFacts {
  const digests = digestsFor(ctx.target.id);
  const factsOf = remembered((body: string) => {
    const message = { body, messageId: '' } as Message;
    const startRules = { daysBefore: 0, timeZone: 'UTC' };
    return readHire(message, { ...ctx, digests, startRules } as unknown as HireContext).facts;
  });
  const eventIdsOf = remembered((body: string) =>
    remembered((ending: string) => {
      const { requestKey, personKey, contentDigest, employeeId } = factsOf(body);
      const [type = '', outcomeOrCode = '', isClaimed = '', userId, ...granted] = ending.split(' ');
      const groups = type === 'joiner.user.provisioned.v1' ? groupsPlannedIn(body) : [];
      const hasGroups = granted.length + groups.length > 0;
      return digests.eventIdOf({
        requestKey: isClaimed === 'claimed' ? ['claimed', requestKey] : requestKey,
        personKey,
        contentDigest: hasGroups
          ? digests.groupsDigestOf(contentDigest, granted, groups)
          : contentDigest,
        type,
        outcomeOrCode,
        employeeId,
        ...(userId !== undefined && { userId }),
      });
    }),
  );
  return {
    factsOf,
    isBeyondDirectory: remembered((body) => {
      const reading = readBody(body);
      return reading.kind === 'hire' && checkTarget(reading.hire, ctx.target) !== undefined;
    }),
    isAbout(event, body) {
      const { id, type, data } = event;
      const ids = 'claimedRequestId' in data ? 'claimed' : 'given';
      const account = 'userId' in data ? ` ${data.userId}` : '';
      const groups = 'groups' in data ? ` ${data.groups?.join(' ')}` : '';
      return id === eventIdsOf(body)(`${type} ${endingOf(event)} ${ids}${account}${groups}`);
    },
    dueAtMsOf: remembered((body) => {
      const reading = readBody(body);
      const startDate = reading.kind === 'hire' ? reading.startDate : undefined;
      return startDate === undefined ? undefined : Date.parse(startDate);
    }),
    groupsOf: remembered(groupsPlannedIn),
    employeeKeyOf: remembered((employeeId) => digests.employeeKeyOf(employeeId)),
    personKeyOf: remembered((emailAddress) => digests.personKeyOf(emailAddress.toLowerCase())),
  };
}

function remembered<Result>(work: (text: string) => Result): (text: string) => Result {
  const known = new Map<string, Result>();
  return (text) => {
    const result = known.get(text) ?? work(text);
    known.set(text, result);
    return result;
  };
}
