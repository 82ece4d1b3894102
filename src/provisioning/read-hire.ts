import { type HireContent, readMessage } from '../contracts/message.ts';
import type { Reason } from '../contracts/reason.ts';
import { checkHire } from './check-hire.ts';
import type { HireContext } from './context.ts';
import { dueAtMsOf } from './due-time.ts';
import type { FailedMessageFacts } from './events.ts';
import { accountKeysOf, type Hire, hireOf } from './hire.ts';
import type { HireResult } from './hire-result.ts';
import type { Message } from './message.ts';
import { provisionHire } from './provision-hire.ts';
import { refuseHire } from './refuse-hire.ts';
import { withBothNames } from './single-name.ts';

/** A message that was read: its facts, and the function that provisions or refuses its hire. */
export interface ReadHire {
  readonly message: Message;
  readonly facts: FailedMessageFacts;
  /** Present where schema, directory and policy accept the message. */
  readonly hire?: Hire;
  readonly provision: () => Promise<HireResult>;
}

/** Checks a message against schema, directory and policy. Has no effect until `provision` is called. */
export function readHire(message: Message, ctx: HireContext): ReadHire {
  const reading = readMessage(
    message.body,
    ctx.digests.pseudonymOf,
    ctx.policy.acceptedEventTypes,
    [...(ctx.target.profile?.fields ?? []), ...(ctx.groupRules?.fields ?? [])],
  );
  const { correlation } = reading;
  const { requestKey, requestId } = correlation;
  const { employeeId, profile } = reading;
  const fields = reading.hire && withBothNames(reading.hire, ctx);
  const keys = fields && accountKeysOf(fields, ctx.digests);
  const emailAddress = reading.kind === 'hire' ? reading.hire.emailAddress : reading.emailAddress;
  const request = {
    requestKey,
    requestId,
    messageId: message.messageId,
    // A hire that waited asks for its account from that day on, whenever it is sent, or sent twice.
    sentAtMs: message.releasedForMs ?? message.sentAtMs,
    askedAtMs: message.askedAtMs ?? message.sentAtMs,
    source: correlation.source,
    ...(message.senderId !== undefined && { senderId: message.senderId }),
    ...(employeeId !== undefined && { employeeId }),
  };
  // Apart from the facts, which are logged.
  const planned = reading.hire && planOf({ ...reading, hire: reading.hire }, ctx);
  const asked = {
    ...request,
    ...(profile && { profile }),
    ...planned,
  };
  const facts = {
    ...request,
    ...(emailAddress !== undefined && {
      personKey: keys?.personKey ?? ctx.digests.personKeyOf(emailAddress),
    }),
    contentDigest: keys?.requestedDigest ?? correlation.bodyDigest,
    isRefused: false,
  };
  const read = { message, facts };
  const refused = (reason: Reason): ReadHire => {
    const refusal = {
      ...asked,
      reason,
      ...(emailAddress !== undefined && { emailAddress }),
      ...(fields !== undefined && { fields }),
    };
    return {
      ...read,
      facts: { ...facts, isRefused: true },
      provision: () => refuseHire(refusal, ctx),
    };
  };
  if (reading.kind === 'refused') return refused(reading.reason);
  const outOfBounds = checkHire(reading, ctx);
  if (outOfBounds) return refused(outOfBounds);
  const accepted = hireOf(asked, withBothNames(reading.hire, ctx), ctx.digests, keys);
  const { startDate } = reading;
  const start = startDate !== undefined && {
    start: {
      dueAtMs: dueAtMsOf(startDate, ctx.startRules),
      body: message.body,
      bodyDigest: correlation.bodyDigest,
    },
  };
  const hire = { ...accepted, ...start };
  return { ...read, hire, provision: () => provisionHire(hire, ctx) };
}

/** A hire that gets no groups has none; by which rules, its record keeps as well. */
function planOf(
  content: HireContent,
  { groupRules }: Pick<HireContext, 'groupRules'>,
): Pick<Hire, 'groups' | 'groupReason'> {
  if (groupRules === undefined) return {};
  const { groups, appliedRules } = groupRules.plan(content);
  const { version: rulesVersion } = groupRules;
  if (groups.length === 0) return { groupReason: { rulesVersion } };
  return { groups, groupReason: { rulesVersion, appliedRules } };
}
