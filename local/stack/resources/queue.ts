import { CreateQueueCommand, SetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { z } from 'zod';
import { emulated, generatedName, type ResourceType } from './resource-type.ts';

const scalar = z.union([z.string(), z.number(), z.boolean()]);
const document = z.record(z.string(), z.unknown());

/** A queue on the SQS emulator. A stored queue gets the attributes of the current template. */
export const queue: ResourceType = emulated(
  z.object({
    QueueName: z.string().optional(),
    VisibilityTimeout: scalar.optional(),
    DelaySeconds: scalar.optional(),
    MaximumMessageSize: scalar.optional(),
    ReceiveMessageWaitTimeSeconds: scalar.optional(),
    RedrivePolicy: document.optional(),
    RedriveAllowPolicy: document.optional(),
    MessageRetentionPeriod: scalar.optional(),
    KmsMasterKeyId: scalar.optional(),
    KmsDataKeyReusePeriodSeconds: scalar.optional(),
    SqsManagedSseEnabled: scalar.optional(),
  }),
  {
    MessageRetentionPeriod: 'set on the queue, but messages do not expire here',
    RedriveAllowPolicy: 'set on the queue, but not enforced here',
    KmsMasterKeyId: 'set on the queue, but nothing is encrypted here',
    KmsDataKeyReusePeriodSeconds: 'set on the queue, but nothing is encrypted here',
    SqsManagedSseEnabled: 'set on the queue, but nothing is encrypted here',
    Tags: 'nothing reads them here',
  },
  async ({ logicalId, properties: { QueueName, ...attributes } }, { identity, sqs, queueUrls }) => {
    const name = QueueName ?? generatedName(identity, logicalId);
    const { QueueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName: name }));
    await sqs.send(
      new SetQueueAttributesCommand({ QueueUrl, Attributes: attributesOf(attributes) }),
    );
    const arn = `arn:aws:sqs:${identity.region}:${identity.accountId}:${name}`;
    queueUrls.set(arn, QueueUrl);
    return { ref: QueueUrl, attributes: { Arn: arn, QueueName: name, QueueUrl } };
  },
);

/** The access policy of one or more queues. */
export const queuePolicy: ResourceType = emulated(
  z.object({ Queues: z.array(z.string()), PolicyDocument: document }),
  { PolicyDocument: 'set on the queue, but not enforced here' },
  async ({ logicalId, properties }, { identity, sqs }) => {
    const Attributes = attributesOf({ Policy: properties.PolicyDocument });
    for (const QueueUrl of properties.Queues) {
      await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes }));
    }
    const id = generatedName(identity, logicalId);
    return { ref: id, attributes: { Id: id } };
  },
);

function attributesOf(properties: Readonly<Record<string, unknown>>): Record<string, string> {
  const attributes = Object.entries(properties).map(([name, value]) => [
    name,
    typeof value === 'object' ? JSON.stringify(value) : String(value),
  ]);
  return Object.fromEntries(attributes);
}
