import { setConsumption } from '../stack/consumption.ts';
import { queueDepth } from '../stack/queue-depth.ts';
import { pauseFor } from './abortable-sleep.ts';
import { exitCode } from './exit-code.ts';
import { counted } from './format.ts';
import { type Call, onStack, stackCommand } from './on-stack.ts';

const JSON_SHAPE = '{ consumption: "on" | "off", newHireQueue: { waiting, inFlight, delayed } }';

export const pauseCommand = stackCommand({
  name: 'pause',
  summary: 'Stops consumption: new hires wait in their queue until `resume`.',
  examples: ['pause --stack joiner-prod'],
  json: JSON_SHAPE,
  exits: '0 it has taken effect, 1 not done',
})
  .option('-y, --yes', 'does not ask')
  .action(() => onStack(pauseCommand.opts(), (call) => turn(false, pauseCommand.opts(), call)));

export const resumeCommand = stackCommand({
  name: 'resume',
  summary: 'Starts consumption again.',
  examples: ['resume --stack joiner-prod --yes'],
  json: JSON_SHAPE,
  exits: '0 it has taken effect, 1 not done',
})
  .option('-y, --yes', 'does not ask')
  .action(() => onStack(resumeCommand.opts(), (call) => turn(true, resumeCommand.opts(), call)));

async function turn(
  on: boolean,
  { yes }: { readonly yes?: true },
  { stack, terminal, signal }: Call,
): Promise<number> {
  terminal.mustBeAbleToAsk(yes === true);
  const before = await queueDepth(stack.clients.sqs, stack.outputs.NewHireQueueUrl);
  terminal.print(
    `${counted(before.waiting, 'message')} waiting, ${before.inFlight} in flight or to be tried again.`,
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
  terminal.answer({ consumption: on ? 'on' : 'off', newHireQueue: after });
  terminal.print(
    on
      ? 'Consumption is on.'
      : `Consumption is off. ${counted(after.waiting, 'message')} waiting; ${after.inFlight} in flight or to be tried again: what is in flight is worked on to its end.`,
  );
  return exitCode.done;
}
