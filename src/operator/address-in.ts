import { unwrap } from '../contracts/envelopes.ts';

/** The address in a body, as it is spelled there. */
export function addressIn(body: string): string | undefined {
  const unwrapped = unwrap(body);
  const address = unwrapped.kind === 'content' ? unwrapped.content['emailAddress'] : undefined;
  return typeof address === 'string' ? address.trim() : undefined;
}
