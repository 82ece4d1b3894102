/** When HR sent a message first, and for which day a hire that waited was released; in epoch milliseconds. */
interface CopyTimes {
  readonly askedAtMs?: number | undefined;
  readonly releasedForMs?: number | undefined;
}

/** The message attributes of a copy: a message that comes back is no newer than it was (src/sqs/copy-times.ts). */
export function copyAttributesOf({
  askedAtMs,
  releasedForMs,
}: CopyTimes): Readonly<Record<string, string>> {
  return {
    ...(askedAtMs !== undefined && { sentAt: new Date(askedAtMs).toISOString() }),
    ...(releasedForMs !== undefined && { dueAt: new Date(releasedForMs).toISOString() }),
  };
}
