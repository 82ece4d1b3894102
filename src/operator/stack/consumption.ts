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

type Mapping = Pick<EventSourceMappingConfiguration, 'UUID'>;

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

/** Starts or stops consumption: Lambda accepts the change, which takes effect later. */
export async function requestConsumption(
  { clients }: Stack,
  { UUID }: Mapping,
  enabled: boolean,
): Promise<void> {
  await clients.lambda.send(new UpdateEventSourceMappingCommand({ UUID, Enabled: enabled }));
}

/**
 * Returns once a change has taken effect. Messages received before a stop are still processed.
 * @throws the signal's reason if it aborts first; the change takes effect nevertheless
 */
export async function untilConsumption(
  { clients }: Stack,
  { UUID }: Mapping,
  enabled: boolean,
  { signal, pause, onState }: ConsumptionOptions,
): Promise<void> {
  for (;;) {
    const { State = '' } = await clients.lambda.send(new GetEventSourceMappingCommand({ UUID }));
    if (State === (enabled ? 'Enabled' : 'Disabled')) return;
    onState(State);
    await pause(POLL_INTERVAL_MS);
    signal.throwIfAborted();
  }
}
