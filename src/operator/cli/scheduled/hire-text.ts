import { durationText } from '../../duration.ts';
import { isScheduledRequest } from '../../request-id.ts';
import { isDue, type StoredHire } from '../../stack/stored-hire.ts';
import type { Name } from '../../who.ts';
import { commandOf, type Step } from '../command-text.ts';
import { dueText, isoTime, timeText } from '../format.ts';
import type { CommandContext } from '../on-stack.ts';
import { printable } from '../printable.ts';
import { onlyRequestText } from '../request-id-text.ts';

/** A scheduled hire as every command prints it with `--json`. */
export function scheduledHireJson(hire: StoredHire) {
  const { key, personKey, requestId, state, dueAtMs, askedAtMs, address } = hire;
  return {
    key,
    personKey,
    requestId,
    state,
    dueAt: isoTime(dueAtMs),
    askedAt: isoTime(askedAtMs),
    ...(address !== undefined && { address }),
  };
}

/** Until when the hire waits, or what became of it. */
export function scheduledText(hire: StoredHire, nowMs: number): string {
  const { state, dueAtMs, askedAtMs } = hire;
  if (isDue(hire, nowMs))
    return `due for ${durationText(nowMs - dueAtMs)}, since ${timeText(dueAtMs)}, and not released`;
  switch (state) {
    case 'waiting':
      return `waits until ${dueText(dueAtMs)}`;
    case 'released':
      return `released: was due ${dueText(dueAtMs)}`;
    case 'cancelled':
      return `cancelled by an operator ${timeText(askedAtMs)}; was due ${dueText(dueAtMs)}`;
  }
}

/** All of a scheduled hire but the body, label by label. */
export function scheduledEntries(
  hire: StoredHire,
  nowMs: number,
): readonly (readonly [string, string])[] {
  const { key, personKey, requestId, state, askedAtMs, address } = hire;
  return [
    ['key', key],
    ...(key === personKey ? [] : [['person', personKey] as const]),
    ...(address === undefined ? [] : [['address', printable(address)] as const]),
    ['request', printable(requestId)],
    ['state', scheduledText(hire, nowMs)],
    ...(state === 'cancelled' ? [] : [['asked for', timeText(askedAtMs)] as const]),
  ];
}

/** What an operator does about a person who has no account, by what waits. */
export function scheduledStep(hires: readonly StoredHire[], nowMs: number): Step {
  const due = hires.find((hire) => isDue(hire, nowMs));
  if (due)
    return [
      'the sweep sends it within 15 minutes; else:',
      commandOf('scheduled', 'release', due.key, '--why', 'TEXT'),
    ];
  const states = hires.map(({ state }) => state);
  if (states.includes('waiting')) return ['nothing to do until then'];
  if (states.includes('released')) return ['its message is on its way; nothing to do yet'];
  return states.includes('cancelled')
    ? ['nothing to do; for an account after all, HR sends the hire again']
    : ['fix the hire and send it again'];
}

/** Why a command that changes what waits found nothing by a name. */
export async function notFoundText(
  command: string,
  name: Name,
  { stack, signal }: Pick<CommandContext, 'stack' | 'signal'>,
): Promise<string> {
  return (await isScheduledRequest(stack, name, signal))
    ? onlyRequestText(command, name)
    : nothingScheduledText(name.text);
}

export function nothingScheduledText(who: string): string {
  return `No hire about ${printable(who)} waits, and none has lately. See \`joiner status\`.`;
}
