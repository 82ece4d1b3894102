import { directoryKind } from '../directories/directories.ts';
import type { Service } from './emulators.ts';

/**
 * The settings that point a function's clients at the emulators: the only local change to its
 * environment.
 */
export function endpointSettings(
  target: string,
  endpoints: Readonly<Record<Service, string>>,
): Record<string, string> {
  return {
    AWS_ENDPOINT_URL_SQS: endpoints.sqs,
    AWS_ENDPOINT_URL_DYNAMODB: endpoints.dynamodb,
    AWS_ENDPOINT_URL_S3: endpoints.s3,
    AWS_ENDPOINT_URL_KMS: endpoints.kms,
    ...directoryKind(target).settings(endpoints.directory),
  };
}
