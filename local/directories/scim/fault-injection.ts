import type { NextFunction, Request, RequestHandler, Response } from 'express';
import type { Clock } from '../../../src/provisioning/ports.ts';
import { createCallRecord } from '../aws-double/calls.ts';
import type { Fault } from '../aws-double/fault.ts';
import { createFaultSwitch } from '../aws-double/faults.ts';
import type { HttpResult } from '../aws-double/response.ts';
import type { RequestListener } from '../aws-double/serve.ts';
import { errorResponse, refusalOf, scimResponse } from './refusal.ts';

/** In the words of the other directories. */
export type ScimOperation = 'CreateUser' | 'ListUsers' | 'GetUser';

const OPERATIONS: readonly (readonly [RegExp, ScimOperation])[] = [
  [/^POST \/Users$/, 'CreateUser'],
  [/^GET \/Users$/, 'ListUsers'],
  [/^GET \/Users\/[^/]+$/, 'GetUser'],
];

/** What stands before the server itself: a record of its calls, and whatever a test has go wrong. */
export function createFront(clock: Clock, stopped: AbortSignal) {
  const record = createCallRecord<ScimOperation>(clock);
  const faultSwitch = createFaultSwitch<ScimOperation>({ stopped, clock, refusalOf });
  let listener: RequestListener<ScimOperation> = () => {};

  const handler: RequestHandler = async (request, response, next) => {
    const operation = operationOf(request);
    const end = record.begin(operation);
    const conclude = (ending: HttpResult) => {
      end(ending === 'no-response' ? ending : ending.status);
      answer(ending, response);
    };
    if (operation === 'unknown') return next();
    try {
      await listener(operation, 'before');
      const fault = faultSwitch.take(operation);
      const instead = await faultSwitch.before(fault);
      if (instead) return conclude(instead);
      stopped.throwIfAborted();
      conclude(await perform(operation, fault, response, next));
    } catch {
      conclude(stopped.aborted ? 'no-response' : errorResponse(500));
    }
  };

  /** Lets the server do the call, and catches what it would answer. */
  async function perform(
    operation: ScimOperation,
    fault: Fault | undefined,
    response: Response,
    next: NextFunction,
  ): Promise<HttpResult> {
    const message = await new Promise<object>((resolve) => {
      response.send = (body: object) => {
        resolve(body);
        return response;
      };
      next();
    });
    const { statusCode } = response;
    if (statusCode < 300) await listener(operation, 'committed');
    return faultSwitch.after(fault, scimResponse(statusCode, message));
  }

  return {
    handler,
    faults: faultSwitch.faults,
    calls: record.calls,
    countCalls: (operation: ScimOperation | 'unknown') =>
      record.calls.filter((call) => call.operation === operation).length,
    onRequest(next: RequestListener<ScimOperation>) {
      listener = next;
    },
  };
}

function operationOf({ method, path }: Request): ScimOperation | 'unknown' {
  return OPERATIONS.find(([pattern]) => pattern.test(`${method} ${path}`))?.[1] ?? 'unknown';
}

function answer(ending: HttpResult, response: Response): void {
  if (ending === 'no-response') response.destroy();
  else response.writeHead(ending.status, ending.headers).end(ending.body);
}
