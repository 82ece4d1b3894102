import type { RecordedCall } from './calls.ts';
import type { FaultSwitch } from './faults.ts';
import type { HttpResponse, HttpResult } from './response.ts';
import { internalError, ServiceError } from './service-error.ts';
import { checkSignature, type SigningRules, type WireRequest } from './signature.ts';

/**
 * Called and awaited before a call is done, and again when it is done but not answered yet. If it throws,
 * the caller gets 500.
 */
export type RequestListener<Operation extends string = string> = (
  operation: Operation,
  phase: 'before' | 'committed',
) => void | Promise<void>;

/** The wire format of a service. */
export interface Protocol<Operation extends string> {
  /** Returns the output. @throws {ServiceError} */
  readonly perform: (operation: Operation, request: IncomingRequest<Operation>) => object;
  readonly successResponse: (output: object) => HttpResponse;
  readonly errorResponse: (error: ServiceError) => HttpResponse;
}

/** What the calls of one double share. */
export interface CallServer<Operation extends string> {
  readonly faultSwitch: FaultSwitch<Operation>;
  readonly beginCall: (
    operation: Operation | 'unknown',
  ) => (status: RecordedCall['status']) => void;
  readonly listener: () => RequestListener<Operation>;
  readonly stopped: AbortSignal;
}

export interface Conversation<Operation extends string>
  extends Protocol<Operation>,
    CallServer<Operation> {
  readonly signing: SigningRules;
}

export interface IncomingRequest<Operation extends string> extends WireRequest {
  readonly operation: Operation | 'unknown';
  readonly pathParameters: Readonly<Record<string, unknown>>;
}

/** Serves one request, from its signature to its ending. Never rejects. */
export async function serve<Operation extends string>(
  request: IncomingRequest<Operation>,
  conversation: Conversation<Operation>,
): Promise<HttpResult> {
  const { operation } = request;
  const work = async () => {
    await checkSignature(request, conversation.signing);
    if (operation === 'unknown') throw unknownOperation();
    return serveWithFaults(operation, conversation, () =>
      perform(operation, request, conversation),
    );
  };
  return recordCall(operation, conversation, work, (error) => answerToError(error, conversation));
}

/** Records a call with what the caller gets: nothing once the double is stopped. Never rejects. */
export async function recordCall<Operation extends string>(
  operation: Operation | 'unknown',
  { beginCall, stopped }: CallServer<Operation>,
  work: () => Promise<HttpResult>,
  answerTo: (error: unknown) => HttpResponse,
): Promise<HttpResult> {
  const endCall = beginCall(operation);
  const ending = await work().catch((error) => (stopped.aborted ? 'no-response' : answerTo(error)));
  endCall(ending === 'no-response' ? ending : ending.status);
  return ending;
}

/** Does a call, with the fault that the test has chosen for it. */
export async function serveWithFaults<Operation extends string>(
  operation: Operation,
  { faultSwitch, listener, stopped }: CallServer<Operation>,
  call: () => HttpResponse | Promise<HttpResponse>,
): Promise<HttpResult> {
  await listener()(operation, 'before');
  const fault = faultSwitch.take(operation);
  const instead = await faultSwitch.before(fault);
  if (instead) return instead;
  stopped.throwIfAborted();
  const answer = await call();
  if (answer.status < 300) await listener()(operation, 'committed');
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
