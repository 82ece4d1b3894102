import { type JsonObject, parseJson } from '../../contracts/envelopes.ts';
import type { IntakeDigests } from '../../provisioning/intake-digests.ts';
import { mappedBodyOf } from '../../provisioning/mapped-hire.ts';
import type { HireMessage } from './hire-message.ts';

/** A message as it is sent: a mapped record with the request id that the stack's intake would give it. */
export function withRequestId<Message extends HireMessage>(
  message: Message,
  digests: Pick<IntakeDigests, 'mappedRequestIdOf'>,
): Message {
  const { source, body, ...rest } = message;
  if (source === undefined) return message;
  const hire = parseJson(body) as JsonObject;
  return { ...rest, body: mappedBodyOf(source, hire, digests) } as Message;
}
