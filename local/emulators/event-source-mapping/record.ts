import type { Message, MessageAttributeValue } from '@aws-sdk/client-sqs';
import type { SQSMessageAttribute, SQSRecord, SQSRecordAttributes } from 'aws-lambda';

/** Converts a message, received with all attributes, into the record of a Lambda event. */
export function recordOf(message: Message, queueArn: string): SQSRecord {
  const { MessageAttributes = {}, MD5OfMessageAttributes: md5OfMessageAttributes } = message;
  const messageAttributes = Object.entries(MessageAttributes).map(
    ([name, value]) => [name, attributeOf(value)] as const,
  );
  return {
    messageId: message.MessageId ?? '',
    receiptHandle: message.ReceiptHandle ?? '',
    body: message.Body ?? '',
    attributes: { ...message.Attributes } as unknown as SQSRecordAttributes,
    messageAttributes: Object.fromEntries(messageAttributes),
    ...(md5OfMessageAttributes === undefined ? {} : { md5OfMessageAttributes }),
    md5OfBody: message.MD5OfBody ?? '',
    eventSource: 'aws:sqs',
    eventSourceARN: queueArn,
    awsRegion: queueArn.split(':')[3] ?? '',
  };
}

function attributeOf(value: MessageAttributeValue): SQSMessageAttribute {
  const { StringValue: stringValue, BinaryValue, DataType: dataType = '' } = value;
  return {
    ...(stringValue === undefined ? {} : { stringValue }),
    ...(BinaryValue === undefined
      ? {}
      : { binaryValue: Buffer.from(BinaryValue).toString('base64') }),
    stringListValues: [],
    binaryListValues: [],
    dataType,
  };
}
