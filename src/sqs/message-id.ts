const MESSAGE_ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Whether a text has the form of the ids that SQS gives to messages. */
export function isMessageId(text: string): boolean {
  return MESSAGE_ID.test(text);
}
