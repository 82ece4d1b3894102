import type { RecordedCall } from './calls.ts';
import type { FaultSwitch } from './faults.ts';
import type { HttpResponse, HttpResult } from './response.ts';
import { internalError, ServiceError } from './service-error.ts';
import { checkSignature, type SigningRules, type WireRequest } from './signature.ts';

/**
 * Called, and awaited, before a call is done, and again when it was done and is about to be answered.
 * If it throws, the caller gets 500.
 */
export type RequestListener<Operation extends string = string> = (
  operation: Operation,
  phase: 'before' | 'committed',
) => void | Promise<void>;

/** How a service is spoken to. */
export interface Protocol<Operation extends string> {
  /** Answers the output, or throws a ServiceError. */
  readonly perform: (operation: Operation, request: IncomingRequest<Operation>) => object;
  readonly successResponse: (output: object) => HttpResponse;
  readonly errorResponse: (error: ServiceError) => HttpResponse;
}

export interface Conversation<Operation extends string> extends Protocol<Operation> {
  readonly signing: SigningRules;
  readonly faultSwitch: FaultSwitch<Operation>;
  readonly beginCall: (
    operation: Operation | 'unknown',
  ) => (status: RecordedCall['status']) => void;
  readonly listener: () => RequestListener<Operation>;
  readonly stopped: AbortSignal;
}

export interface IncomingRequest<Operation extends string> extends WireRequest {
  readonly operation: Operation | 'unknown';
  readonly pathParameters: Readonly<Record<string, unknown>>;
}

/** One request from its signature to its ending. Never rejects. */
export async function serve<Operation extends string>(
  request: IncomingRequest<Operation>,
  conversation: Conversation<Operation>,
): Promise<HttpResult> {
  const endCall = conversation.beginCall(request.operation);
  const ending = await converse(request, conversation).catch((error) =>
    conversation.stopped.aborted ? 'no-response' : answerToError(error, conversation),
  );
  endCall(ending === 'no-response' ? ending : ending.status);
  return ending;
}

async function converse<Operation extends string>(
  request: IncomingRequest<Operation>,
  conversation: Conversation<Operation>,
): Promise<HttpResult> {
  const { faultSwitch, listener } = conversation;
  const { operation } = request;
  await checkSignature(request, conversation.signing);
  if (operation === 'unknown') throw unknownOperation();
  await listener()(operation, 'before');
  const fault = faultSwitch.take(operation);
  const instead = await faultSwitch.before(fault);
  if (instead) return instead;
  conversation.stopped.throwIfAborted();
  const answer = perform(operation, request, conversation);
  if (answer.status === 200) await listener()(operation, 'committed');
  return faultSwitch.after(fault, answer);
}

function perform<Operation extends string>(
  operation: Operation,
  request: IncomingRequest<Operation>,
  conversation: Conversation<Operation>,
): HttpResponse {
  try {
    return conversation.successResponse(conversation.perform(operation, request));
  } catch (error) {
    return answerToError(error, conversation);
  }
}

function answerToError(
  error: unknown,
  { errorResponse }: Pick<Protocol<never>, 'errorResponse'>,
): HttpResponse {
  return errorResponse(error instanceof ServiceError ? error : internalError());
}

function unknownOperation(): ServiceError {
  return new ServiceError('UnknownOperationException', 404, '');
}
