import { type Answer, jsonAnswer } from '../aws-double/answer.ts';
import type { ServiceError } from '../aws-double/service-error.ts';

const JSON_TYPE = 'application/json';

export function successAnswer(output: object): Answer {
  return jsonAnswer(200, JSON_TYPE, output);
}

/** An error as rest-json puts it: its name in `x-amzn-errortype`, its members in the body. */
export function errorAnswer(error: ServiceError): Answer {
  const members = { message: error.message || undefined, ...error.members };
  const answer = jsonAnswer(error.status, JSON_TYPE, members);
  return { ...answer, headers: { ...answer.headers, 'x-amzn-errortype': error.name } };
}
