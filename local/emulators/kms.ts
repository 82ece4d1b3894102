import { createHmac } from 'node:crypto';
import type { Route } from '../directories/aws-double/http-server.ts';
import { jsonResponse } from '../directories/aws-double/response.ts';
import { startAwsDouble } from '../directories/aws-double/server.ts';
import { ServiceError } from '../directories/aws-double/service-error.ts';

type Operation = 'GenerateMac';

const JSON_TYPE = 'application/x-amz-json-1.1';

export interface LocalKms {
  /** For a client's `endpoint`, or `AWS_ENDPOINT_URL_KMS`. */
  readonly endpoint: string;
  stop(): Promise<void>;
}

const ROUTES: readonly Route<Operation>[] = [
  {
    method: 'POST',
    url: '/',
    operationOf: ({ 'x-amz-target': target }) =>
      target === 'TrentService.GenerateMac' ? 'GenerateMac' : 'unknown',
  },
];

/**
 * The one call of KMS that the service makes, over the real wire protocol. Every key exists, and its
 * material follows from its id: what a data folder holds stays readable after a restart.
 */
export async function startKms({
  port,
  region,
}: {
  port: number;
  region: string;
}): Promise<LocalKms> {
  return startAwsDouble<Operation>(
    {
      signingName: 'kms',
      routes: ROUTES,
      perform: (_, { body }) => generateMac(JSON.parse(Buffer.from(body).toString())),
      successResponse: (output) => jsonResponse(200, JSON_TYPE, output),
      errorResponse: ({ name, message, status }) =>
        jsonResponse(status, JSON_TYPE, { __type: name, message }),
      refusalOf: () => undefined,
    },
    { port, region },
  );
}

function generateMac({ KeyId, MacAlgorithm, Message }: Record<string, string>) {
  if (!KeyId || !Message || MacAlgorithm !== 'HMAC_SHA_256')
    throw new ServiceError(
      'ValidationException',
      400,
      'KeyId, Message and MacAlgorithm are required.',
    );
  const material = `local key ${KeyId}`;
  const mac = createHmac('sha256', material)
    .update(Buffer.from(Message, 'base64'))
    .digest('base64');
  return { KeyId, MacAlgorithm, Mac: mac };
}
