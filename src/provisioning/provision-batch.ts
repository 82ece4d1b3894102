import { type Ending, retry } from './ending.ts';
import type { Message } from './message.ts';
import { type ReadHire, readHire } from './read-hire.ts';
import { type Fate, type Settlement, settle, type Told } from './settle.ts';
import { type Stage, TableError } from './stage.ts';

/**
 * Provisions the hires of a batch and sends out what became of them: people in parallel, the messages
 * of one person in order, each judged by the record that its predecessor left.
 * Never throws for a message's sake; answers the fate of every message id once.
 */
export async function provisionBatch(
  messages: readonly Message[],
  on: Stage & Settlement,
): Promise<readonly Fate[]> {
  const byMessageId = new Map(messages.map((message) => [message.messageId, message]));
  const hires = [...byMessageId.values()].map((message) => readHire(message, on));
  const byPerson = Map.groupBy(hires, ({ facts, message }) => facts.personKey ?? message.messageId);
  const told = await Promise.all([...byPerson.values()].map((ofOne) => tellInOrder(ofOne, on)));
  return settle(told.flat(), on);
}

async function tellInOrder(hires: readonly ReadHire[], on: Stage): Promise<readonly Told[]> {
  const told: Told[] = [];
  for (const hire of hires) told.push({ ...hire, ending: await tell(hire, on) });
  return told;
}

async function tell(hire: ReadHire, on: Stage): Promise<Ending> {
  try {
    return await hire.tell();
  } catch (error) {
    if (on.directorySignal.aborted) return retry('out-of-time', { kind: 'soon' });
    const cause = error instanceof TableError ? 'table-unavailable' : 'unexpected-error';
    return retry(cause, { kind: 'backoff' }, error);
  }
}
