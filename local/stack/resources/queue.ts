import { CreateQueueCommand, SetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import * as v from 'valibot';
import { emulated, generatedName, type ResourceType } from './resource-type.ts';

const scalar = v.union([v.string(), v.number(), v.boolean()]);
const document = v.record(v.string(), v.unknown());

/** A queue on the SQS emulator. A stored queue gets the attributes of the current template. */
export const queue: ResourceType = emulated(
  v.object({
    QueueName: v.optional(v.string()),
    VisibilityTimeout: v.optional(scalar),
    DelaySeconds: v.optional(scalar),
    MaximumMessageSize: v.optional(scalar),
    ReceiveMessageWaitTimeSeconds: v.optional(scalar),
    RedrivePolicy: v.optional(document),
    RedriveAllowPolicy: v.optional(document),
    MessageRetentionPeriod: v.optional(scalar),
    KmsMasterKeyId: v.optional(scalar),
    KmsDataKeyReusePeriodSeconds: v.optional(scalar),
    SqsManagedSseEnabled: v.optional(scalar),
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
  v.object({ Queues: v.array(v.string()), PolicyDocument: document }),
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
