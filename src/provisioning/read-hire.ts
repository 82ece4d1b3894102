import { readMessage } from '../contracts/message.ts';
import type { Reason } from '../contracts/reason.ts';
import { checkHire } from './check-hire.ts';
import { digestOf, personKeyOf } from './digests.ts';
import type { Ending } from './ending.ts';
import type { SetAsideFacts } from './events.ts';
import { hireOf } from './hire.ts';
import type { Message } from './message.ts';
import { provisionHire } from './provision-hire.ts';
import { refuseHire } from './refuse-hire.ts';
import type { Stage } from './stage.ts';

/** What a message turned out to be: its facts, and the story to tell about it. */
export interface ReadHire {
  readonly message: Message;
  readonly facts: SetAsideFacts;
  /** SUPER_USER, or API access. */
  readonly asksElevated: boolean;
  readonly tell: () => Promise<Ending>;
}

/** Reads a message by schema, directory and policy; nothing is done about it until its story is told. */
export function readHire(message: Message, on: Stage): ReadHire {
  const reading = readMessage(message.body);
  const { requestKey, requestId, bodyHash } = reading.correlation;
  const { employeeId, hire: fields } = reading;
  const emailAddress = reading.kind === 'hire' ? reading.hire.emailAddress : reading.emailAddress;
  const request = {
    requestKey,
    requestId,
    messageId: message.messageId,
    ...(employeeId !== undefined && { employeeId }),
  };
  const facts = {
    ...request,
    ...(emailAddress !== undefined && { personKey: personKeyOf(on.target.id, emailAddress) }),
    contentDigest: fields === undefined ? bodyHash : digestOf(fields),
  };
  const asksElevated = fields?.type === 'SUPER_USER' || fields?.apiAccess === 'ENABLED';
  const read = { message, facts, asksElevated };
  const refused = (reason: Reason): ReadHire => {
    const refusal = {
      ...request,
      reason,
      ...(emailAddress !== undefined && { emailAddress }),
      ...(fields !== undefined && { fields }),
    };
    return { ...read, tell: () => refuseHire(refusal, on) };
  };
  if (reading.kind === 'refused') return refused(reading.reason);
  const outOfBounds = checkHire(reading.hire, on);
  if (outOfBounds) return refused(outOfBounds);
  const hire = hireOf(request, reading.hire, on.target.id);
  return { ...read, tell: () => provisionHire(hire, on) };
}
