import { readMessage } from '../../contracts/message.ts';
import type { Digests } from '../../provisioning/digests.ts';
import { type Hire, hireOf } from '../../provisioning/hire.ts';
import { type SingleNameRules, withBothNames } from '../../provisioning/single-name.ts';
import { isSameRequest } from '../../provisioning/states.ts';
import type { UsersStore } from '../../provisioning/users-store.ts';
import type { FailedMessage } from './failed-message.ts';

export interface SentFile {
  /** The bodies in the file that was sent. */
  readonly bodies: readonly string[];
  readonly digests: Digests;
  readonly singleNameRules: SingleNameRules;
  readonly store: Pick<UsersStore, 'read'>;
  readonly signal: AbortSignal;
}

export interface Superseded {
  /** Their hires have an account by what was sent: no one needs them any more. */
  readonly done: readonly FailedMessage[];
  /** Of requests in the file, but not known to be done. */
  readonly open: readonly FailedMessage[];
}

interface SentHire {
  readonly body: string;
  readonly hire: Hire;
}

const READS_AT_ONCE = 25;

/**
 * Finds the failed messages whose hires were sent again, in a file that was exported from them and fixed.
 * A message is done only if the record names an account by the request and content of its line. So a
 * line that was never sent, waits for a retry, or failed again keeps its message.
 */
export async function findSuperseded(
  messages: readonly FailedMessage[],
  { bodies, digests, singleNameRules, store, signal }: SentFile,
): Promise<Superseded> {
  const sentByRequest = Map.groupBy(
    bodies.flatMap((body) => sentHireOf(body, digests, singleNameRules)),
    ({ hire }) => hire.requestKey,
  );
  const requestKeyOf = ({ body }: Pick<FailedMessage, 'body'>) =>
    readMessage(body, digests.pseudonymOf).correlation.requestKey;
  const requestsInFile = new Set(bodies.map((body) => requestKeyOf({ body })));
  // The line that a message became: of the same person, or else, as a fix may have changed the address, the only line.
  const ofRequests = [...Map.groupBy(messages, requestKeyOf)].flatMap(([requestKey, ofRequest]) => {
    const sent = sentByRequest.get(requestKey) ?? [];
    const isOneHire = new Set(ofRequest.map(({ bodyDigest }) => bodyDigest)).size === 1;
    const byPerson = new Map(sent.toReversed().map((one) => [one.hire.personKey, one]));
    // Senders may give one request id to several hires: then the person decides.
    const only = isOneHire && sent.length === 1 ? sent[0] : undefined;
    return ofRequest.map((message) => {
      return { message, line: byPerson.get(message.personKey ?? '') ?? only };
    });
  });
  const done = new Set<FailedMessage>();
  const known = ofRequests.flatMap(({ message, line }) => (line ? [{ message, line }] : []));
  for (let start = 0; start < known.length; start += READS_AT_ONCE) {
    await Promise.all(
      known.slice(start, start + READS_AT_ONCE).map(async ({ message, line }) => {
        const record = await store.read(line.hire.personKey, signal);
        const isDone = record?.state === 'PROVISIONED' && isSameRequest(record, line.hire);
        if (isDone && failedBefore(record.completedAtMs, message, line)) done.add(message);
      }),
    );
  }
  return {
    done: messages.filter((message) => done.has(message)),
    open: messages.filter(
      (message) => requestsInFile.has(requestKeyOf(message)) && !done.has(message),
    ),
  };
}

function sentHireOf(
  body: string,
  digests: Digests,
  singleNameRules: SingleNameRules,
): readonly SentHire[] {
  const reading = readMessage(body, digests.pseudonymOf);
  if (reading.kind === 'refused') return [];
  // The hire is only compared, so by which message and when it was sent does not matter.
  const { correlation, employeeId } = reading;
  const request = {
    ...correlation,
    ...(employeeId !== undefined && { employeeId }),
    messageId: '',
    sentAtMs: 0,
    askedAtMs: 0,
  };
  return [{ body, hire: hireOf(request, withBothNames(reading.hire, singleNameRules), digests) }];
}

/**
 * What failed after the account was complete may be the sent message itself, whose event is not out yet. So
 * may a message with the body of the line that SQS moved: it keeps the time of its sending.
 */
function failedBefore(completedAtMs: number, message: FailedMessage, line: SentHire): boolean {
  const mayBeTheSent = message.reason.code === 'no-reason' && message.body === line.body;
  return message.failedAtMs <= completedAtMs && !mayBeTheSent;
}
