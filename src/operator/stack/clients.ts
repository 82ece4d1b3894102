import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { KMSClient } from '@aws-sdk/client-kms';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { STSClient } from '@aws-sdk/client-sts';

/** Region and credentials of the stack. What is absent comes from the SDK's own settings. */
export interface ClientOptions {
  readonly profile?: string | undefined;
  readonly region?: string | undefined;
  /** The settings that point clients at a local stack. */
  readonly environment?: Readonly<Record<string, string>> | undefined;
}

export type Clients = ReturnType<typeof createClients>;

/** An operator waits: a call of a service that hangs must end, but not before a long poll does. */
const timeouts = { connectionTimeout: 3_000, requestTimeout: 30_000, throwOnRequestTimeout: true };

/** The clients that the operator's functions use; `destroy` closes their connections. */
export function createClients({ profile, region, environment }: ClientOptions) {
  const common = {
    requestHandler: timeouts,
    ...(profile !== undefined && { profile }),
    ...(region !== undefined && { region }),
  };
  const forService = (service: string) => ({
    ...common,
    ...(environment && localSettings(environment, service)),
  });
  const clients = {
    cloudFormation: new CloudFormationClient(forService('CLOUDFORMATION')),
    cloudWatch: new CloudWatchClient(forService('CLOUDWATCH')),
    cloudWatchLogs: new CloudWatchLogsClient(forService('CLOUDWATCH_LOGS')),
    dynamoDb: new DynamoDBClient(forService('DYNAMODB')),
    kms: new KMSClient(forService('KMS')),
    lambda: new LambdaClient(forService('LAMBDA')),
    // Otherwise the bucket's name is a part of the host's, which an endpoint that is set need not have.
    s3: new S3Client({
      ...forService('S3'),
      forcePathStyle: environment !== undefined || hasEndpoint(),
    }),
    // Otherwise the host in a queue's URL, which is AWS's, would count instead of an endpoint that is set.
    sqs: new SQSClient({ ...forService('SQS'), useQueueUrlAsEndpoint: false }),
    sts: new STSClient(forService('STS')),
  };
  return {
    ...clients,
    /** Settings for the client of another service, named as in `AWS_ENDPOINT_URL_…`. */
    settingsOf: forService,
    destroy() {
      for (const client of Object.values(clients)) client.destroy();
    },
  };
}

/** Whether the environment sets where S3 is. */
function hasEndpoint(): boolean {
  const { AWS_ENDPOINT_URL, AWS_ENDPOINT_URL_S3 } = process.env;
  return (AWS_ENDPOINT_URL_S3 ?? AWS_ENDPOINT_URL) !== undefined;
}

function localSettings(environment: Readonly<Record<string, string>>, service: string) {
  const setting = (name: string) => environment[name] ?? '';
  return {
    region: setting('AWS_REGION'),
    endpoint: setting(`AWS_ENDPOINT_URL_${service}`),
    credentials: {
      accessKeyId: setting('AWS_ACCESS_KEY_ID'),
      secretAccessKey: setting('AWS_SECRET_ACCESS_KEY'),
    },
  };
}
