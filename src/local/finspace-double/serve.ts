import { type Answer, type Ending, errorAnswer, successAnswer } from './answer.ts';
import type { RecordedCall } from './calls.ts';
import type { FaultSwitch } from './faults.ts';
import { readInput } from './input.ts';
import type { Inputs, Operation } from './input-rules.ts';
import type { Operations } from './operations.ts';
import { ServiceError } from './service-error.ts';
import { checkSignature, type SigningRules, type WireRequest } from './signature.ts';

/**
 * Called, and awaited, before a call is done, and again when it was done and is about to be answered.
 * If it throws, the caller gets 500.
 */
export type RequestListener = (
  operation: Operation,
  phase: 'before' | 'committed',
) => void | Promise<void>;

export interface Conversation {
  readonly signing: SigningRules;
  readonly operations: Operations;
  readonly faultSwitch: FaultSwitch;
  readonly beginCall: (
    operation: RecordedCall['operation'],
  ) => (status: RecordedCall['status']) => void;
  readonly listener: () => RequestListener;
  readonly stopped: AbortSignal;
}

export interface IncomingRequest extends WireRequest {
  readonly operation: RecordedCall['operation'];
  readonly pathParameters: Readonly<Record<string, unknown>>;
}

/** One request from its signature to its ending. Never rejects. */
export async function serve(request: IncomingRequest, conversation: Conversation): Promise<Ending> {
  const endCall = conversation.beginCall(request.operation);
  const ending = await converse(request, conversation).catch((error) =>
    conversation.stopped.aborted ? 'no-answer' : answerToError(error),
  );
  endCall(ending === 'no-answer' ? ending : ending.status);
  return ending;
}

async function converse(request: IncomingRequest, conversation: Conversation): Promise<Ending> {
  const { faultSwitch, listener } = conversation;
  await checkSignature(request, conversation.signing);
  if (request.operation === 'unknown') throw unknownOperation();
  await listener()(request.operation, 'before');
  const fault = faultSwitch.take(request.operation);
  const instead = await faultSwitch.before(fault);
  if (instead) return instead;
  conversation.stopped.throwIfAborted();
  const answer = perform(request.operation, request, conversation.operations);
  if (answer.status === 200) await listener()(request.operation, 'committed');
  return faultSwitch.after(fault, answer);
}

function perform<O extends Operation>(
  operation: O,
  request: IncomingRequest,
  operations: Operations,
): Answer {
  try {
    const { pathParameters: path, query, body } = request;
    const act: (input: Inputs[O]) => object = operations[operation];
    return successAnswer(act(readInput(operation, { path, query, body })));
  } catch (error) {
    return answerToError(error);
  }
}

function answerToError(error: unknown): Answer {
  if (error instanceof ServiceError) return errorAnswer(error);
  return errorAnswer(new ServiceError('InternalServerException', 500, 'Internal error'));
}

function unknownOperation(): ServiceError {
  return new ServiceError('UnknownOperationException', 404, '');
}
