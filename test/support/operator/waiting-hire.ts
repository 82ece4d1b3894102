import { createScheduledTable } from '../../../src/aws/scheduled-table.ts';
import { readDigests, type Stack, scheduledTableOf } from '../../../src/operator/stack/stack.ts';

const DAY_MS = 86_400_000;

interface WaitingHire {
  readonly emailAddress: string;
  readonly requestId: string;
  readonly employeeId?: string;
  /** Epoch milliseconds. */
  readonly dueAtMs: number;
  readonly askedAtMs?: number;
}

/** The day that is so many days from now, as a hire names it. */
export function dayFromNow(days: number): string {
  return new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10);
}

/** Stores a hire as the function does when it is not due yet; here it may be due since long ago. */
export async function storeWaiting(
  stack: Stack,
  { dueAtMs, askedAtMs = dueAtMs - 30 * DAY_MS, ...hire }: WaitingHire,
): Promise<string> {
  const digests = await readDigests(stack);
  const { emailAddress, requestId, employeeId } = hire;
  const personKey = digests.personKeyOf(emailAddress);
  const key = employeeId === undefined ? personKey : digests.employeeKeyOf(employeeId);
  const startDate = new Date(dueAtMs).toISOString().slice(0, 10);
  const body = JSON.stringify({ ...hire, startDate });
  await createScheduledTable(scheduledTableOf(stack)).schedule(
    {
      key,
      personKey,
      requestKey: requestId,
      requestId,
      dueAtMs,
      askedAtMs,
      body,
      bodyDigest: digests.pseudonymOf(body),
      nowMs: Date.now(),
    },
    new AbortController().signal,
  );
  return key;
}
