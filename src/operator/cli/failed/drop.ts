import { InvalidArgumentError } from 'commander';
import { callerArn, drop } from '../../failed/drop.ts';
import { withFailedMessages } from '../../failed/failed-queues.ts';
import { soleMessage } from '../../failed/find-failed-message.ts';
import { exitCode } from '../exit-code.ts';
import { type CommandContext, onStack, stackCommand } from '../on-stack.ts';
import { showGroups } from './list.ts';
import { noteInFlight } from './not-in-hand.ts';

interface Options {
  readonly why: string;
  readonly yes?: true;
}

const WHY_LIMIT = 500;

export const failedDropCommand = stackCommand({
  name: 'drop <id>',
  summary: 'Discards a failed message: publishes joiner.user.dropped.v1, and only then deletes it.',
  examples: ['failed drop 6b1f4c2a --why "left before the first day" --stack joiner-prod'],
  json: '{ event, inFlightElsewhere } (the event as it was published)',
  exits: '0 dropped, 1 not',
})
  .requiredOption(
    '--why <text>',
    'the reason, for readers of the event: no names, no addresses',
    whyOption,
  )
  .option('-y, --yes', 'does not ask for confirmation')
  .action((id: string) => {
    const options = failedDropCommand.opts<Options>();
    return onStack(options, (ctx) => dropOne(id, options, ctx));
  });

async function dropOne(id: string, { why, yes }: Options, ctx: CommandContext): Promise<number> {
  const { stack, terminal, signal } = ctx;
  terminal.assertCanConfirm(yes === true);
  const droppedBy = await callerArn(stack);
  const isDropped = await withFailedMessages(stack, { id }, { signal }, async (batch) => {
    noteInFlight(batch.inFlightElsewhere, terminal);
    const message = soleMessage(batch.messages, id, batch.inFlightElsewhere);
    showGroups([message], ctx);
    const question = `Drop it for good, as ${droppedBy}?`;
    if (!(await terminal.confirm(question, yes === true))) return false;
    const atMs = Date.now();
    const event = await drop(stack, batch, message, { why, atMs, droppedBy });
    terminal.printJson({ event, inFlightElsewhere: batch.inFlightElsewhere });
    terminal.print(`Dropped; the event is ${event.id}.`);
    return true;
  });
  if (!isDropped) terminal.note('Nothing is dropped.');
  return isDropped ? exitCode.done : exitCode.problem;
}

function whyOption(text: string): string {
  const why = text.trim();
  if (why !== '' && why.length <= WHY_LIMIT && why.isWellFormed()) return why;
  throw new InvalidArgumentError(`It must be 1 to ${WHY_LIMIT} characters of text.`);
}
