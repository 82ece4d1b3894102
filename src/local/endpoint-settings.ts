import type { Service } from './emulators.ts';

const settings: Readonly<Record<Service, string>> = {
  sqs: 'AWS_ENDPOINT_URL_SQS',
  dynamodb: 'AWS_ENDPOINT_URL_DYNAMODB',
  finspace: 'AWS_ENDPOINT_URL_FINSPACE_DATA',
};

/** The SDK's own settings that redirect its clients: all that the local stack changes for a function. */
export function endpointSettings(
  endpoints: Readonly<Record<Service, string>>,
): Record<string, string> {
  return {
    [settings.sqs]: endpoints.sqs,
    [settings.dynamodb]: endpoints.dynamodb,
    [settings.finspace]: endpoints.finspace,
  };
}
