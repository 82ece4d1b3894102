import { type Answer, jsonAnswer } from '../aws-double/answer.ts';
import type { ServiceError } from '../aws-double/service-error.ts';

const JSON_TYPE = 'application/x-amz-json-1.1';

export function successAnswer(output: object): Answer {
  return jsonAnswer(200, JSON_TYPE, output);
}

/** An error as awsJson1_1 puts it: its name, message and members in the body. */
export function errorAnswer({ name, status, message, members }: ServiceError): Answer {
  return jsonAnswer(status, JSON_TYPE, { __type: name, Message: message || undefined, ...members });
}
