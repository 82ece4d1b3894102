import { createHash } from 'node:crypto';
import { readMessage } from '../../contracts/message.ts';
import type { Digests } from '../../provisioning/digests.ts';

/** A change that an operator asks for. Bodies are logged as digests only. */
export interface Change {
  /** As it is typed, without `joiner` and arguments: `failed drop`. */
  readonly command: string;
  readonly messageId?: string;
  /** Default: the one of the body. */
  readonly requestId?: string;
  /** Default: the person of the body. */
  readonly personKey?: string;
  /** The employee id that a record is given to, as its key. */
  readonly employeeKey?: string;
  /** A file of the intake. */
  readonly fileId?: string;
  /** How many accounts may be created in an hour. */
  readonly perHour?: number;
  /** The body that is sent or deleted. */
  readonly before?: string;
  /** The body that is sent in its place. */
  readonly after?: string;
  /** The operator's words: no names, no addresses. */
  readonly why?: string;
}

/** What the log has of a change. */
export function changeFacts(change: Change, digests: Digests): Readonly<Record<string, string>> {
  const { command, messageId, employeeKey, fileId, perHour, before, after, why } = change;
  const reading = before === undefined ? undefined : readMessage(before, digests.pseudonymOf);
  const address = reading?.kind === 'hire' ? reading.hire.emailAddress : reading?.emailAddress;
  const requestId = change.requestId ?? reading?.correlation.requestId;
  const personKey =
    change.personKey ?? (address === undefined ? undefined : digests.personKeyOf(address));
  const digestOf = (body: string | undefined) =>
    body === undefined ? undefined : bodyDigest(body, digests);
  const facts = {
    command,
    messageId,
    requestId,
    personKey,
    employeeKey,
    fileId,
    perHour: perHour === undefined ? undefined : String(perHour),
    digestBefore: digestOf(before),
    digestAfter: digestOf(after),
    why: why === undefined ? undefined : withoutAddresses(why),
  };
  return Object.fromEntries(
    Object.entries(facts).flatMap(([name, text]) => (text === undefined ? [] : [[name, text]])),
  );
}

/** A plain hash of a body would confirm a guessed hire: this one is keyed by the stack's secret. */
function bodyDigest(body: string, { eventIdOf }: Digests): string {
  return eventIdOf({
    requestKey: createHash('sha256').update(body).digest('hex'),
    personKey: undefined,
    contentDigest: '',
    type: 'operator-change',
    outcomeOrCode: '',
    employeeId: undefined,
  });
}

/** As it is in a text, and percent-encoded once or more often. */
const AT_SIGN = /@|%(?:25)*40/;

/** Operators choose these words freely. A plain address is taken out, percent-encoded or not. */
export function withoutAddresses(text: string): string {
  return text.replace(/\S+/g, (word) => (AT_SIGN.test(word.slice(1, -1)) ? '[address]' : word));
}
