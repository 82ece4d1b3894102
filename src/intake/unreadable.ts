import { type RejectDeps, type Rejection, reject } from './reject.ts';

/** The reason code of a file or message from which no record can be taken. */
export const UNREADABLE_FILE = 'unreadable-file';

/** In the place of a source, where none is known. No source may have this name. */
export const NO_SOURCE = 'unknown';

export interface Unreadable extends Pick<Rejection, 'cameAs'> {
  readonly source: string;
  /** The notification of the file, or the message. */
  readonly body: string;
  /** Rules with remedies, and no value. */
  readonly rules: string;
}

/** Sets a whole file or message aside. @throws UnsentError */
export function rejectUnreadable(
  { cameAs, source, body, rules }: Unreadable,
  askedAtMs: number,
  deps: RejectDeps,
): Promise<void> {
  const reason = { code: UNREADABLE_FILE, message: `${source}: ${rules.replaceAll('\n', '. ')}` };
  return rejectOriginal({ cameAs, source, body, reason }, askedAtMs, deps);
}

/** Sets a whole file or message aside, for any reason. @throws UnsentError */
export function rejectOriginal(
  original: Omit<Rejection, 'requestId'>,
  askedAtMs: number,
  deps: RejectDeps,
): Promise<void> {
  const { source, body } = original;
  const requestId = `${source}:${deps.digests.intakeDigestOf(['original', source, body])}`;
  return reject([{ ...original, requestId }], askedAtMs, deps);
}
