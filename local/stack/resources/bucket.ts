import * as v from 'valibot';
import { TemplateError } from '../../template/template.ts';
import { emulated, generatedName, type ResourceType } from './resource-type.ts';

/** S3's limit. */
const MAX_NAME_CHARACTERS = 63;

/** A bucket on the S3 emulator. A stored bucket is used. Nothing uploads code to that of deployments. */
export const bucket: ResourceType = emulated(
  v.object({
    BucketName: v.optional(v.string()),
    NotificationConfiguration: v.optional(
      v.strictObject({
        QueueConfigurations: v.strictTuple([
          v.strictObject({ Event: v.literal('s3:ObjectCreated:*'), Queue: v.string() }),
        ]),
      }),
    ),
  }),
  {
    BucketEncryption: 'nothing is encrypted here',
    LifecycleConfiguration: 'objects do not expire here',
    OwnershipControls: 'objects have no owner here',
    PublicAccessBlockConfiguration: 'permissions are not enforced here',
    Tags: 'nothing reads them here',
    VersioningConfiguration: 'every bucket keeps versions here',
  },
  ({ logicalId, properties }, { identity, queueUrls, createBucket }) => {
    const generated = generatedName(identity, logicalId).toLowerCase();
    const name = properties.BucketName ?? generated.slice(0, MAX_NAME_CHARACTERS);
    const [notified] = properties.NotificationConfiguration?.QueueConfigurations ?? [];
    if (notified && !queueUrls.has(notified.Queue))
      throw new TemplateError(
        `Resources.${logicalId}: a bucket notifies a queue of the same template`,
      );
    createBucket(name, notified?.Queue);
    return { ref: name, attributes: { Arn: `arn:aws:s3:::${name}` } };
  },
);
