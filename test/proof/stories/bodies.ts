import type { CompletionEvent } from '../../../src/contracts/completion-event.ts';
import { readMessage } from '../../../src/contracts/message.ts';
import { checkTarget } from '../../../src/provisioning/check-target.ts';
import type { HireContext, Invocation } from '../../../src/provisioning/context.ts';
import { eventIdOf } from '../../../src/provisioning/digests.ts';
import type { FailedMessageFacts } from '../../../src/provisioning/events.ts';
import type { Message } from '../../../src/provisioning/message.ts';
import { readHire } from '../../../src/provisioning/read-hire.ts';

export interface Bodies {
  factsOf(body: string): FailedMessageFacts;
  /** Whether it asks what the directory cannot give, or lacks what that needs. */
  isBeyondDirectory(body: string): boolean;
  /** Whether the event is about a message with this body. */
  isAbout(event: CompletionEvent, body: string): boolean;
}

/** What messages say by themselves, whatever becomes of them. */
export function createBodies(ctx: Pick<Invocation, 'target' | 'policy'>): Bodies {
  const factsOf = remembered((body: string) => {
    const message = { body, messageId: '' } as Message;
    return readHire(message, ctx as unknown as HireContext).facts;
  });
  const isBeyondDirectory = remembered((body: string) => {
    const reading = readMessage(body);
    return reading.kind === 'hire' && checkTarget(reading.hire, ctx.target) !== undefined;
  });
  const eventIdsOf = remembered((body: string) =>
    remembered((ending: string) => {
      const { requestKey, personKey, contentDigest } = factsOf(body);
      const [type = '', outcomeOrCode = ''] = ending.split(' ');
      return eventIdOf({ requestKey, personKey, contentDigest, type, outcomeOrCode });
    }),
  );
  return {
    factsOf,
    isBeyondDirectory,
    isAbout({ id, type, data }, body) {
      const outcomeOrCode = 'outcome' in data ? data.outcome : data.reason.code;
      return id === eventIdsOf(body)(`${type} ${outcomeOrCode}`);
    },
  };
}

function remembered<Answer>(work: (text: string) => Answer): (text: string) => Answer {
  const known = new Map<string, Answer>();
  return (text) => {
    const answer = known.get(text) ?? work(text);
    known.set(text, answer);
    return answer;
  };
}
