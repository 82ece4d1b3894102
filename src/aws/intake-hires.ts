import { type SendHires, UnsentError } from '../intake/ports.ts';
import { copyAttributesOf } from './copy-attributes.ts';
import { type OutgoingQueue, sendMessages } from './send-messages.ts';

/**
 * The new-hire queue, as the intake uses it. Each message carries the time at which HR asked for the hire, so that of
 * two files the later one decides, and what it was taken from: to SQS, the intake is the sender of all of them.
 */
export function createIntakeHires(queue: OutgoingQueue): SendHires {
  return async (hires, signal) => {
    const messages = hires.map(({ body, askedAtMs, takenFrom }, index) => {
      const attributes = {
        ...copyAttributesOf({ askedAtMs }),
        ...(takenFrom !== undefined && { takenFrom }),
      };
      return { key: `${index}`, body, attributes };
    });
    if ((await sendMessages(queue, messages, signal)).size > 0) throw new UnsentError();
  };
}
