import type { CompletionEvent } from '../../../src/contracts/completion-event.ts';
import {
  type FileCounts,
  type IntakeFile,
  NO_COUNTS,
  plus,
} from '../../../src/intake/file-progress.ts';
import type { Mark, Marks, OutgoingHire } from '../../../src/intake/ports.ts';
import type { TakeMessageDeps } from '../../../src/intake/take-message.ts';
import type { FailedMessage } from '../../../src/provisioning/message-ports.ts';
import type { Source } from '../../../src/sources/source.ts';
import { INTAKE_DIGESTS } from '../engine/digests.ts';

/** A file that was put, and is not taken yet. */
export const FILE: IntakeFile = {
  key: 'file#1',
  source: 'bamboohr',
  objectKey: 'bamboohr/people.csv',
  versionId: 'v1',
  size: 1_000,
  askedAtMs: 10,
};

/** The intake with its ports in memory, and what went through them. */
export function createIntakeHarness(sources: readonly Source[]) {
  const marks = new Map<string, Mark>();
  const sent: OutgoingHire[] = [];
  const rejected: FailedMessage[] = [];
  const events: CompletionEvent[] = [];
  const taken = { counts: NO_COUNTS };
  const stored: Marks = {
    read: async (keys) =>
      new Map(keys.flatMap((key) => [marks.get(key) ?? []].flat()).map((mark) => [mark.key, mark])),
    async write(writes) {
      for (const { mark } of writes) marks.set(mark.key, mark);
      return new Set();
    },
  };
  const deps: TakeMessageDeps = {
    clock: { now: () => Date.parse('2026-03-02T08:00:00Z') },
    digests: INTAKE_DIGESTS,
    marks: stored,
    async send(hires) {
      sent.push(...hires);
    },
    failedMessages: {
      async reject(messages) {
        rejected.push(...messages);
        return new Set();
      },
    },
    completionEvents: {
      async publish(more) {
        events.push(...more);
        return new Set();
      },
    },
    sources,
    signal: new AbortController().signal,
    limit: { maxNew: 500 },
    acceptedEventTypes: [],
    onTaken: (counts: FileCounts) => {
      taken.counts = plus(taken.counts, counts);
    },
  };
  return { deps, sent, rejected, events, counts: () => taken.counts };
}
