import {
  type EventSourceMappingConfiguration,
  ListTagsCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-lambda';
import type { Stack } from './stack.ts';
import { fromTag, toTag } from './tag-text.ts';

/** Who stopped consumption, when and why. It is kept in tags of the event source mapping. */
export interface PauseNote {
  /** ARN of the caller. */
  readonly by: string;
  /** ISO 8601. */
  readonly at: string;
  readonly why?: string;
}

type Mapping = Pick<EventSourceMappingConfiguration, 'EventSourceMappingArn'>;
type Change = Pick<EventSourceMappingConfiguration, 'LastModified'>;

const TAGS = {
  by: 'joiner:paused-by',
  at: 'joiner:paused-at',
  why: 'joiner:paused-why',
} as const;

/** A stop takes effect within minutes, and changes the mapping then; clocks differ by less. */
const OWN_CHANGE_WITHIN_MS = 10 * 60_000;

/** Undefined if consumption was not stopped by `joiner pause`. */
export async function readPauseNote(
  { clients }: Stack,
  { EventSourceMappingArn: Resource }: Mapping,
): Promise<PauseNote | undefined> {
  const { Tags = {} } = await clients.lambda.send(new ListTagsCommand({ Resource }));
  const [by, at, why] = [Tags[TAGS.by], Tags[TAGS.at], Tags[TAGS.why]];
  if (by === undefined || at === undefined) return undefined;
  return { by: fromTag(by), at: fromTag(at), ...(why !== undefined && { why: fromTag(why) }) };
}

/** The tags of an earlier pause are replaced. */
export async function writePauseNote(
  stack: Stack,
  mapping: Mapping,
  { by, at, why }: PauseNote,
): Promise<void> {
  if (why === undefined) await removePauseNote(stack, mapping);
  await stack.clients.lambda.send(
    new TagResourceCommand({
      Resource: mapping.EventSourceMappingArn,
      Tags: {
        [TAGS.by]: toTag(by),
        [TAGS.at]: toTag(at),
        ...(why !== undefined && { [TAGS.why]: toTag(why) }),
      },
    }),
  );
}

export async function removePauseNote(
  { clients }: Stack,
  { EventSourceMappingArn: Resource }: Mapping,
): Promise<void> {
  await clients.lambda.send(
    new UntagResourceCommand({ Resource, TagKeys: [TAGS.by, TAGS.at, TAGS.why] }),
  );
}

/**
 * ISO 8601: when the mapping was changed after the pause of the note, if it was. Consumption may have been
 * started and stopped again since, by a program that leaves no note.
 */
export function changedSince({ at }: PauseNote, { LastModified }: Change): string | undefined {
  if (LastModified === undefined) return undefined;
  const isLater = LastModified.getTime() - Date.parse(at) > OWN_CHANGE_WITHIN_MS;
  return isLater ? LastModified.toISOString() : undefined;
}

/** `paused by ARN at TIME: WHY`. */
export function pauseText(note: PauseNote, mapping: Change): string {
  const { by, at, why } = note;
  const text = `paused by ${by} at ${at}: ${why ?? 'no reason given'}`;
  const changedAt = changedSince(note, mapping);
  if (changedAt === undefined) return text;
  return `${text}. The mapping was changed at ${changedAt}, so something else may have stopped it since`;
}
