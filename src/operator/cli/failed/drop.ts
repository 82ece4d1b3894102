import { InvalidArgumentError } from 'commander';
import { callerArn, drop } from '../../failed/drop.ts';
import { withFailedMessages } from '../../failed/failed-queues.ts';
import { theOnly } from '../../failed/find-failed-message.ts';
import { exitCode } from '../exit-code.ts';
import { type Call, onStack, stackCommand } from '../on-stack.ts';
import { showGroups } from './list.ts';

interface Options {
  readonly why: string;
  readonly yes?: true;
}

const WHY_LIMIT = 500;

export const failedDropCommand = stackCommand({
  name: 'drop <id>',
  summary: 'Discards a failed message: publishes joiner.user.dropped.v1, and only then deletes it.',
  examples: ['failed drop 6b1f4c2a --why "left before the first day" --stack joiner-prod'],
  json: '{ event } (the event as it was published)',
  exits: '0 dropped, 1 not',
})
  .requiredOption('--why <text>', 'for whoever reads the event: no names, no addresses', whyOption)
  .option('-y, --yes', 'does not ask')
  .action((id: string) => {
    const options = failedDropCommand.opts<Options>();
    return onStack(options, (call) => dropOne(id, options, call));
  });

async function dropOne(id: string, { why, yes }: Options, call: Call): Promise<number> {
  const { stack, terminal, signal } = call;
  terminal.mustBeAbleToAsk(yes === true);
  const droppedBy = await callerArn(stack);
  const isDropped = await withFailedMessages(stack, { id }, { signal }, async (inHand) => {
    const message = theOnly(inHand.messages, id, inHand.inFlightElsewhere);
    showGroups([message], call);
    const question = `Drop it for good, as ${droppedBy}?`;
    if (!(await terminal.confirm(question, yes === true))) return false;
    const atMs = Date.now();
    const event = await drop(stack, inHand, message, { why, atMs, droppedBy });
    terminal.answer({ event });
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
