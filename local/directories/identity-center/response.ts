import { type HttpResponse, jsonResponse } from '../aws-double/response.ts';
import type { ServiceError } from '../aws-double/service-error.ts';

const JSON_TYPE = 'application/x-amz-json-1.1';

export function successResponse(output: object): HttpResponse {
  return jsonResponse(200, JSON_TYPE, output);
}

/** An awsJson1_1 error: its name, message and members in the body. */
export function errorResponse({ name, status, message, members }: ServiceError): HttpResponse {
  return jsonResponse(status, JSON_TYPE, {
    __type: name,
    Message: message || undefined,
    ...members,
  });
}
