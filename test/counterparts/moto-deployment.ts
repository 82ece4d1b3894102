// The packaged service on moto_server, deployed as the framework deploys it.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import CloudFormation from 'aws-sdk/clients/cloudformation.js';
import Kms from 'aws-sdk/clients/kms.js';
import Lambda from 'aws-sdk/clients/lambda.js';
import S3 from 'aws-sdk/clients/s3.js';
import type { MappingDefinition } from '../../local/emulators/event-source-mapping/mapping.ts';
import type { FunctionDefinition } from '../../local/emulators/lambda/environment.ts';
import { readOutputs, type StackOutputs } from '../../local/stack/outputs.ts';
import { readPackage, type ServicePackage } from '../../local/stack/service-package.ts';
import { credentials } from '../support/directories/finspace-client.ts';

// Read a tick after the import: keeps the SDK's end-of-support notice out of the test report.
Object.assign(process.env, { AWS_SDK_JS_SUPPRESS_MAINTENANCE_MODE_MESSAGE: '1' });

export interface MotoDeployment {
  readonly region: string;
  readonly outputs: StackOutputs;
  /** Types of the template's unconditional resources that moto's CloudFormation does not know, and skips. */
  readonly leftOut: readonly string[];
  /** The function as moto's Lambda has it. */
  readonly definition: Omit<FunctionDefinition, 'codeDir'>;
  readonly codeSha256: string;
  /** The function's zip. */
  readonly archivePath: string;
  /** As moto's Lambda has it; moto's own is switched off, as it would need Docker. */
  readonly mapping: MappingDefinition;
}

const PACKAGE_DIR = '.serverless';

export async function deployOnMoto(endpoint: string): Promise<MotoDeployment> {
  const servicePackage = await readPackage(PACKAGE_DIR);
  const { region } = servicePackage;
  const settings = { endpoint, region, credentials, maxRetries: 0, s3ForcePathStyle: true };
  // moto's CloudFormation names queues by AWS's host, whatever its own is.
  const reachable = (text: string) =>
    text.replaceAll(`https://sqs.${region}.amazonaws.com`, endpoint);

  const archivePath = await uploadCode(servicePackage, settings);
  const { leftOut, ...stack } = await createStack(servicePackage, settings);
  const outputs = readOutputs(mapped(stack.outputs, reachable));
  return {
    region,
    outputs,
    leftOut,
    archivePath,
    ...(await readFunction(outputs.ProvisionFunctionName, region, reachable, settings)),
    mapping: await takeOverMapping(outputs.NewHireQueueUrl, settings),
  };
}

type Settings = CloudFormation.ClientConfiguration & S3.ClientConfiguration;

/** Into the bucket of the framework's first template. */
async function uploadCode(
  { template, stackName: StackName, archivePath }: ServicePackage,
  settings: Settings,
): Promise<string> {
  const cloudFormation = new CloudFormation(settings);
  const first = await readFile(join(PACKAGE_DIR, 'cloudformation-template-create-stack.json'));
  await cloudFormation.createStack({ StackName, TemplateBody: first.toString() }).promise();
  await cloudFormation.waitFor('stackCreateComplete', { StackName }).promise();
  const LogicalResourceId = 'ServerlessDeploymentBucket';
  const { StackResourceDetail } = await cloudFormation
    .describeStackResource({ StackName, LogicalResourceId })
    .promise();
  const Bucket = StackResourceDetail?.PhysicalResourceId ?? '';
  const s3 = new S3(settings);
  for (const Key of ['ProvisionUserLambdaFunction', 'ReleaseDueHiresLambdaFunction'].map(keyOf))
    await s3.putObject({ Bucket, Key, Body: await readFile(archivePath(Key)) }).promise();
  return archivePath(keyOf('ProvisionUserLambdaFunction'));

  function keyOf(logicalId: string): string {
    return Object(template.Resources[logicalId]).Properties.Code.S3Key;
  }
}

async function createStack({ template, stackName: StackName }: ServicePackage, settings: Settings) {
  const cloudFormation = new CloudFormation(settings);
  const update = { StackName, TemplateBody: JSON.stringify(template) };
  await cloudFormation.updateStack({ ...update, Capabilities: ['CAPABILITY_IAM'] }).promise();
  await cloudFormation.waitFor('stackUpdateComplete', { StackName }).promise();
  const [{ Stacks }, { StackResourceSummaries = [] }] = await Promise.all([
    cloudFormation.describeStacks({ StackName }).promise(),
    cloudFormation.listStackResources({ StackName }).promise(),
  ]);
  const outputs = Stacks?.[0]?.Outputs ?? [];
  const created = StackResourceSummaries.map(({ LogicalResourceId }) => LogicalResourceId);
  return {
    outputs: Object.fromEntries(
      outputs.map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]),
    ),
    leftOut: Object.entries(template.Resources)
      .filter(([logicalId, { Condition }]) => !Condition && !created.includes(logicalId))
      .map(([, { Type }]) => Type),
  };
}

async function readFunction(
  FunctionName: string,
  region: string,
  reachable: (text: string) => string,
  settings: Settings,
) {
  const found = await new Lambda(settings).getFunctionConfiguration({ FunctionName }).promise();
  return {
    codeSha256: found.CodeSha256 ?? '',
    definition: {
      region,
      name: FunctionName,
      arn: found.FunctionArn ?? '',
      handler: found.Handler ?? '',
      timeoutSeconds: found.Timeout ?? 0,
      memoryMb: found.MemorySize ?? 0,
      logGroupName: `/aws/lambda/${FunctionName}`,
      logFormat: 'Text',
      variables: {
        ...mapped(found.Environment?.Variables ?? {}, reachable),
        PSEUDONYM_KEY_ARN: await createHmacKey(settings),
      },
    },
  };
}

/** moto's CloudFormation creates every key as one for encryption. */
async function createHmacKey(settings: Settings): Promise<string> {
  const key = { KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' };
  const { KeyMetadata } = await new Kms(settings).createKey(key).promise();
  return KeyMetadata?.Arn ?? '';
}

async function takeOverMapping(queueUrl: string, settings: Settings): Promise<MappingDefinition> {
  const lambda = new Lambda(settings);
  const { EventSourceMappings: [found = {}] = [] } = await lambda
    .listEventSourceMappings()
    .promise();
  await lambda.updateEventSourceMapping({ UUID: found.UUID ?? '', Enabled: false }).promise();
  return {
    queueUrl,
    queueArn: found.EventSourceArn ?? '',
    batchSize: found.BatchSize ?? 0,
    batchingWindowSeconds: found.MaximumBatchingWindowInSeconds ?? 0,
    maximumConcurrency: found.ScalingConfig?.MaximumConcurrency ?? 0,
    reportsItemFailures: found.FunctionResponseTypes?.includes('ReportBatchItemFailures') ?? false,
    enabled: found.State === 'Enabled',
  };
}

function mapped(
  texts: Readonly<Record<string, string>>,
  change: (text: string) => string,
): Record<string, string> {
  return Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, change(text)]));
}
