import { readBody } from '../support/bodies/read-body.ts';

export function read(json: unknown) {
  return readBody(JSON.stringify(json));
}

export function cloudEvent(data: unknown, attributes: object = { id: 'ce-1', source: 'hr' }) {
  return { specversion: '1.0', type: 'hired', ...attributes, data };
}

export function eventBridge(detail: unknown, attributes: object = { id: 'eb-1', source: 'hr' }) {
  return { version: '0', 'detail-type': 'Hired', ...attributes, detail };
}

export function sns(
  message: unknown,
  attributes: object = { MessageId: 'sns-1', TopicArn: 'topic' },
) {
  return { Type: 'Notification', ...attributes, Message: JSON.stringify(message) };
}
