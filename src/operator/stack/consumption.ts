import {
  type EventSourceMappingConfiguration,
  GetEventSourceMappingCommand,
  ListEventSourceMappingsCommand,
  UpdateEventSourceMappingCommand,
} from '@aws-sdk/client-lambda';
import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import type { Stack } from './stack.ts';
import { UnreachableError } from './unreachable-error.ts';

export interface Waiting {
  readonly signal: AbortSignal;
  /** Waits; returns early when the signal aborts, and never rejects. */
  readonly pause: (ms: number) => Promise<void>;
  /** Lambda's word for where the change is: `Disabling`, `Enabling`. */
  readonly onState: (state: string) => void;
}

const ASK_EVERY_MS = 1_000;

/**
 * What feeds the function from the new-hire queue.
 * @throws UnreachableError if there is none
 */
export async function findMapping({
  clients,
  outputs,
}: Stack): Promise<EventSourceMappingConfiguration> {
  const { Attributes } = await clients.sqs.send(
    new GetQueueAttributesCommand({
      QueueUrl: outputs.NewHireQueueUrl,
      AttributeNames: ['QueueArn'],
    }),
  );
  const { EventSourceMappings = [] } = await clients.lambda.send(
    new ListEventSourceMappingsCommand({
      EventSourceArn: Attributes?.QueueArn,
      FunctionName: outputs.ProvisionFunctionName,
    }),
  );
  const [mapping] = EventSourceMappings;
  if (mapping !== undefined) return mapping;
  throw new UnreachableError(
    'No event source mapping leads from the new-hire queue to the function: deploy the stack again.',
  );
}

/**
 * Starts or stops consumption, and returns once Lambda says that it has taken effect. What was
 * received before a stop is still worked on to its end.
 * @throws the signal's reason if it aborts first; the change then takes effect all the same
 */
export async function setConsumption(
  stack: Stack,
  enabled: boolean,
  { signal, pause, onState }: Waiting,
): Promise<void> {
  const { lambda } = stack.clients;
  const { UUID } = await findMapping(stack);
  let { State = '' } = await lambda.send(
    new UpdateEventSourceMappingCommand({ UUID, Enabled: enabled }),
  );
  while (State !== (enabled ? 'Enabled' : 'Disabled')) {
    onState(State);
    await pause(ASK_EVERY_MS);
    signal.throwIfAborted();
    ({ State = '' } = await lambda.send(new GetEventSourceMappingCommand({ UUID })));
  }
}
