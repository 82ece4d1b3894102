import { type Exported, exportFailed } from '../../failed/export-failed.ts';
import type { FailedFilter, ListedMessage } from '../../failed/failed-message.ts';
import { withFailedMessages } from '../../failed/failed-queues.ts';
import { commandOf, withCommands } from '../command-text.ts';
import { exitCode, UsageError } from '../exit-code.ts';
import { counted } from '../format.ts';
import type { CommandContext } from '../on-stack.ts';
import { wrap } from '../wrap.ts';
import { exitCodeOf, noteInFlight } from './not-in-hand.ts';
import { onlyVerified } from './unverified.ts';

export async function exportTo(
  file: string,
  filter: FailedFilter,
  options: { readonly unverified?: boolean | undefined },
  ctx: CommandContext,
): Promise<number> {
  const { stack, terminal, signal } = ctx;
  const found = await terminal.progress('Read the failed messages', (show) =>
    withFailedMessages(
      stack,
      filter,
      { signal, onProgress: (held) => show(counted(held, 'message')) },
      async (found) => {
        const { batch, leftOut: unverified } = onlyVerified(found, options, terminal);
        const { messages, digests, inFlightElsewhere } = batch;
        const { source } = filter;
        return {
          ...(await written(exportFailed(messages, file, { digests, source }), file)),
          inFlightElsewhere,
          unverified,
        };
      },
    ),
  );
  const { exported, leftOut, unread, raw, unverified, inFlightElsewhere } = found;
  noteInFlight(inFlightElsewhere, terminal);
  terminal.printJson({
    exported,
    leftOut: leftOut.map(({ id }) => id),
    unread: unread.map(({ id }) => id),
    raw: raw.map(({ id }) => id),
    inFlightElsewhere,
  });
  terminal.print(`${counted(exported, 'message')} written to ${file}; they stay in their queues.`);
  noteAll(leftOut, 'left out (not a JSON object)', ctx);
  noteAll(unread, 'not read, but written as received (nested deeper than 64 levels)', ctx);
  if (raw.length > 0) terminal.note(wrap(rawText(raw, filter), terminal.columns));
  return leftOut.length + unread.length + raw.length + unverified > 0
    ? exitCode.problem
    : exitCodeOf(found, filter, 0);
}

function rawText(raw: readonly ListedMessage[], { source }: FailedFilter): string {
  const count = counted(raw.length, 'message');
  return source === undefined
    ? `${count} left out, as HR systems wrote them: --source NAME exports those of one, for \`joiner send FILE --source NAME\`.`
    : `${count} left out: their files are in the bucket.`;
}

function noteAll(
  messages: readonly ListedMessage[],
  participle: string,
  { terminal }: CommandContext,
): void {
  if (messages.length === 0) return;
  const commands = messages.map(({ id }) => commandOf('failed', 'show', id));
  terminal.note(withCommands(`${counted(messages.length, 'message')} ${participle}:`, ...commands));
}

async function written(writing: Promise<Exported>, file: string): Promise<Exported> {
  try {
    return await writing;
  } catch (cause) {
    const { code, syscall } = Object(cause);
    if (syscall !== 'open') throw cause;
    const rule =
      code === 'EEXIST' ? 'exists already: name a new one' : `cannot be created (${code})`;
    throw new UsageError(`The file ${file} ${rule}.`, { cause });
  }
}
