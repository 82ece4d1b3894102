import { createHash } from 'node:crypto';
import * as v from 'valibot';
import { emulated, generatedName, type ResourceType } from './resource-type.ts';

/** A key of the KMS emulator, for GenerateMac. Its id is the same at every start. */
export const hmacKey: ResourceType = emulated(
  v.object({ KeySpec: v.literal('HMAC_256'), KeyUsage: v.literal('GENERATE_VERIFY_MAC') }),
  {
    Description: 'nothing reads it here',
    KeyPolicy: 'permissions are not enforced here',
    PendingWindowInDays: 'the local stack deletes no key',
    Tags: 'nothing reads them here',
  },
  ({ logicalId }, { identity }) => {
    const hex = createHash('sha256').update(generatedName(identity, logicalId)).digest('hex');
    const id = hex.slice(0, 32).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
    const { region, accountId } = identity;
    return {
      ref: id,
      attributes: { Arn: `arn:aws:kms:${region}:${accountId}:key/${id}`, KeyId: id },
    };
  },
);
