import { bindToDeadlines, type HireContext, type Invocation, TableError } from './context.ts';
import { type DeferralRules, deferIfDue } from './defer-if-due.ts';
import { groupByPerson } from './group-by-person.ts';
import { type HireResult, retry } from './hire-result.ts';
import type { Message } from './message.ts';
import type { ProcessedHire } from './processed-hire.ts';
import { type ReadHire, readHire } from './read-hire.ts';
import { isNotDue } from './schedule-hire.ts';
import { type SettleDeps, settle } from './settle.ts';

/**
 * Provisions the hires of a batch and publishes their results: people in parallel, the messages of one
 * person in order, each based on the record that its predecessor left.
 * Never throws because of a message; returns one result for each message id.
 */
export async function provisionBatch(
  messages: readonly Message[],
  deps: Invocation & DeferralRules & SettleDeps,
): Promise<readonly ProcessedHire[]> {
  const ctx = bindToDeadlines(deps);
  const byMessageId = new Map(messages.map((message) => [message.messageId, message]));
  const hires = [...byMessageId.values()].map((message) => readHire(message, ctx));
  ctx.places?.expect(peopleIn(hires, ctx));
  const processed = await Promise.all(
    groupByPerson(hires).map((ofOnePerson) => inOrder(ofOnePerson, ctx, deps)),
  );
  return settle(processed.flat(), deps);
}

/** Those who may need an account now. */
function peopleIn(hires: readonly ReadHire[], ctx: HireContext): number {
  const people = hires.flatMap(({ hire }) => (hire && !isNotDue(hire, ctx) ? hire.personKey : []));
  return new Set(people).size;
}

async function inOrder(
  hires: readonly ReadHire[],
  ctx: HireContext,
  deps: Invocation & DeferralRules,
): Promise<readonly ProcessedHire[]> {
  const processed: ProcessedHire[] = [];
  for (const hire of hires) {
    const result = await provision(hire, deps);
    const settled = result.kind === 'retry' ? await deferIfDue(result, hire, ctx, deps) : result;
    processed.push({ ...hire, result: settled });
  }
  return processed;
}

async function provision(hire: ReadHire, { directorySignal }: Invocation): Promise<HireResult> {
  try {
    return await hire.provision();
  } catch (error) {
    if (directorySignal.aborted) return retry('out-of-time', { kind: 'soon' });
    const cause = error instanceof TableError ? 'table-unavailable' : 'unexpected-error';
    return retry(cause, { kind: 'backoff' }, error);
  }
}
