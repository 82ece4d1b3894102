import { eventTypesOf } from '../../contracts/envelopes.ts';
import { checkEventTypes } from '../../contracts/event-types.ts';
import type { Reason } from '../../contracts/reason.ts';
import { readRawMessage } from '../../intake/read-raw-message.ts';
import { readRecord } from '../../intake/read-records.ts';
import { NO_SOURCE, UNREADABLE_FILE } from '../../intake/unreadable.ts';
import type { HireBounds } from '../../provisioning/check-hire.ts';
import type { Digests } from '../../provisioning/digests.ts';
import type { IntakeDigests } from '../../provisioning/intake-digests.ts';
import { UnreadableFileError } from '../../sources/files/file-bytes.ts';
import { loadShippedSource, loadSources } from '../sources/source-folder.ts';
import { refusalOf } from './edit-message.ts';
import type { FailedMessage } from './failed-message.ts';

/** The stack's own limit may be lower, and is not known here. */
const NO_LIMIT = { maxNew: Number.POSITIVE_INFINITY };

export interface RawBounds extends HireBounds {
  readonly digests: Pick<Digests, 'pseudonymOf'>;
  readonly intakeDigests: IntakeDigests;
}

/**
 * Why the intake would reject a record of a message, or the function the hire that comes of it; undefined if none. It
 * is mapped by the sources of this command, which may be newer than those that are deployed.
 * @throws {UnknownSourceError}
 */
export async function rawRefusal(
  { source, body }: Pick<FailedMessage, 'source' | 'body'>,
  bounds: RawBounds,
): Promise<Reason | undefined> {
  const { acceptedEventTypes } = bounds.policy;
  const otherEvent = checkEventTypes(eventTypesOf(body), acceptedEventTypes);
  if (otherEvent) return otherEvent;
  const name = knownSource(source);
  const context = { askedAtMs: 0, digests: bounds.intakeDigests };
  const sources = name === undefined ? await loadSources() : [await loadShippedSource(name)];
  try {
    const raw = { body, ...(name !== undefined && { source: name }) };
    const { recognised, records } = await readRawMessage(
      raw,
      sources,
      NO_LIMIT,
      acceptedEventTypes,
    );
    for (const [index, one] of records.entries()) {
      const record = await readRecord(one, index + 1, { recognised, ...context });
      if (record.kind === 'rejected') return record.reason;
      const reason = record.kind === 'hire' ? refusalOf(record.body, bounds) : undefined;
      if (reason) return reason;
    }
    return undefined;
  } catch (error) {
    if (!(error instanceof UnreadableFileError)) throw error;
    return { code: UNREADABLE_FILE, message: error.message };
  }
}

/** The source that a message goes back with; undefined where the intake is to recognise one. */
export function knownSource(source: string | undefined): string | undefined {
  return source === NO_SOURCE ? undefined : source;
}
