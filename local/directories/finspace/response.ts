import { type HttpResponse, jsonResponse } from '../aws-double/response.ts';
import type { ServiceError } from '../aws-double/service-error.ts';

const JSON_TYPE = 'application/json';

export function successResponse(output: object): HttpResponse {
  return jsonResponse(200, JSON_TYPE, output);
}

/** A rest-json error: its name in `x-amzn-errortype`, its members in the body. */
export function errorResponse(error: ServiceError): HttpResponse {
  const members = { message: error.message || undefined, ...error.members };
  const response = jsonResponse(error.status, JSON_TYPE, members);
  return { ...response, headers: { ...response.headers, 'x-amzn-errortype': error.name } };
}
