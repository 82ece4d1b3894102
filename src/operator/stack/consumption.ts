import {
  type EventSourceMappingConfiguration,
  GetEventSourceMappingCommand,
  ListEventSourceMappingsCommand,
  UpdateEventSourceMappingCommand,
} from '@aws-sdk/client-lambda';
import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import type { Stack } from './stack.ts';
import { UnreachableError } from './unreachable-error.ts';

export interface ConsumptionOptions {
  readonly signal: AbortSignal;
  /** Waits; returns early when the signal aborts, and never rejects. */
  readonly pause: (ms: number) => Promise<void>;
  /** Called with Lambda's state of a change that has not taken effect: `Disabling`, `Enabling`. */
  readonly onState: (state: string) => void;
}

const POLL_INTERVAL_MS = 1_000;

/**
 * The event source mapping from the new-hire queue to the function.
 * @throws {UnreachableError} if there is none
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
    'There is no event source mapping from the new-hire queue to the function: deploy the stack again.',
  );
}

/**
 * Starts or stops consumption, and returns once the change has taken effect. Messages received before a
 * stop are still processed.
 * @throws the signal's reason if it aborts first; the change takes effect nevertheless
 */
export async function setConsumption(
  stack: Stack,
  enabled: boolean,
  { signal, pause, onState }: ConsumptionOptions,
): Promise<void> {
  const { lambda } = stack.clients;
  const { UUID } = await findMapping(stack);
  let { State = '' } = await lambda.send(
    new UpdateEventSourceMappingCommand({ UUID, Enabled: enabled }),
  );
  while (State !== (enabled ? 'Enabled' : 'Disabled')) {
    onState(State);
    await pause(POLL_INTERVAL_MS);
    signal.throwIfAborted();
    ({ State = '' } = await lambda.send(new GetEventSourceMappingCommand({ UUID })));
  }
}
