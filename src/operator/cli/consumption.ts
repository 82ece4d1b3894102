import { setConsumption } from '../stack/consumption.ts';
import { queueDepth } from '../stack/queue-depth.ts';
import { pauseFor } from './abortable-sleep.ts';
import { exitCode } from './exit-code.ts';
import { counted } from './format.ts';
import { type CommandContext, onStack, stackCommand } from './on-stack.ts';

const JSON_SHAPE = '{ consumption: "on" | "off", newHireQueue: { waiting, inFlight, delayed } }';

export const pauseCommand = stackCommand({
  name: 'pause',
  summary: 'Stops consumption: new hires wait in their queue until `resume`.',
  examples: ['pause --stack joiner-prod'],
  json: JSON_SHAPE,
  exits: '0 the change has taken effect, 1 nothing is changed',
})
  .option('-y, --yes', 'does not ask for confirmation')
  .action(() => onStack(pauseCommand.opts(), (ctx) => turn(false, pauseCommand.opts(), ctx)));

export const resumeCommand = stackCommand({
  name: 'resume',
  summary: 'Starts consumption again.',
  examples: ['resume --stack joiner-prod --yes'],
  json: JSON_SHAPE,
  exits: '0 the change has taken effect, 1 nothing is changed',
})
  .option('-y, --yes', 'does not ask for confirmation')
  .action(() => onStack(resumeCommand.opts(), (ctx) => turn(true, resumeCommand.opts(), ctx)));

async function turn(
  on: boolean,
  { yes }: { readonly yes?: true },
  { stack, terminal, signal }: CommandContext,
): Promise<number> {
  terminal.assertCanConfirm(yes === true);
  const before = await queueDepth(stack.clients.sqs, stack.outputs.NewHireQueueUrl);
  terminal.print(
    `${counted(before.waiting, 'message')} waiting, ${before.inFlight} in flight or waiting for a retry.`,
  );
  const question = on ? `Start ${stack.name}?` : `Stop ${stack.name}? New hires will wait.`;
  if (!(await terminal.confirm(question, yes === true))) {
    terminal.note('Nothing is changed.');
    return exitCode.problem;
  }
  await terminal.progress(on ? 'Start consumption' : 'Stop consumption', (show) =>
    setConsumption(stack, on, { signal, pause: pauseFor(signal), onState: show }),
  );
  const after = await queueDepth(stack.clients.sqs, stack.outputs.NewHireQueueUrl);
  terminal.printJson({ consumption: on ? 'on' : 'off', newHireQueue: after });
  terminal.print(
    on
      ? 'Consumption is on.'
      : `Consumption is off. ${counted(after.waiting, 'message')} waiting; ${after.inFlight} in flight or waiting for a retry. Messages in flight are still processed.`,
  );
  return exitCode.done;
}
