import type { NextFunction, Request, RequestHandler, Response } from 'express';
import type { Clock } from '../../../src/provisioning/ports.ts';
import { createCallRecord } from '../aws-double/calls.ts';
import { createFaultSwitch } from '../aws-double/faults.ts';
import type { HttpResponse, HttpResult } from '../aws-double/response.ts';
import { type RequestListener, recordCall, serveWithFaults } from '../aws-double/serve.ts';
import { errorResponse, refusalOf, scimResponse } from './refusal.ts';

/** Named as in the other directories. A PATCH of a group, which can do other things, is named for what Joiner does by it. */
export type ScimOperation =
  | 'CreateUser'
  | 'ListUsers'
  | 'GetUser'
  | 'AddToGroup'
  | 'ListGroups'
  | 'GetGroup';

const OPERATIONS: readonly (readonly [RegExp, ScimOperation])[] = [
  [/^POST \/Users$/, 'CreateUser'],
  [/^GET \/Users$/, 'ListUsers'],
  [/^GET \/Users\/[^/]+$/, 'GetUser'],
  [/^PATCH \/Groups\/[^/]+$/, 'AddToGroup'],
  [/^GET \/Groups$/, 'ListGroups'],
  [/^GET \/Groups\/[^/]+$/, 'GetGroup'],
];

/** A handler in front of the server: records its calls, and injects the faults of a test. */
export function createFront(clock: Clock, stopped: AbortSignal) {
  const record = createCallRecord<ScimOperation>(clock);
  const faultSwitch = createFaultSwitch<ScimOperation>({ stopped, clock, refusalOf });
  let listener: RequestListener<ScimOperation> = () => {};
  const server = { faultSwitch, stopped, beginCall: record.begin, listener: () => listener };

  const handler: RequestHandler = async (request, response, next) => {
    const operation = operationOf(request);
    if (operation === 'unknown') {
      record.begin(operation);
      return next();
    }
    const call = () => answerOf(response, next);
    const work = () => serveWithFaults(operation, server, call);
    answer(await recordCall(operation, server, work, () => errorResponse(500)), response);
  };

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

/** Lets the server do the call, and catches its answer. */
async function answerOf(response: Response, next: NextFunction): Promise<HttpResponse> {
  const message = await new Promise<object | undefined>((resolve) => {
    response.send = (body?: object) => {
      resolve(body);
      return response;
    };
    next();
  });
  return scimResponse(response.statusCode, message);
}

function operationOf({ method, path }: Request): ScimOperation | 'unknown' {
  return OPERATIONS.find(([pattern]) => pattern.test(`${method} ${path}`))?.[1] ?? 'unknown';
}

function answer(ending: HttpResult, response: Response): void {
  if (ending === 'no-response') response.destroy();
  else response.writeHead(ending.status, ending.headers).end(ending.body);
}
