import { beforeAll, expect, test } from '@jest/globals';
import CloudFormation from 'aws-sdk/clients/cloudformation.js';
import Lambda from 'aws-sdk/clients/lambda.js';
import S3 from 'aws-sdk/clients/s3.js';
import { isObject, type JsonObject } from '../../local/template/template.ts';
import type { ReleaseTemplate } from '../../release/template/release-template.ts';
import { parameterNameOf } from '../../release/template/settings.ts';
import { templateWithoutCode, textOf } from '../../release/template/write-templates.ts';
import { packageInOneProcess } from '../package/service-configuration.ts';
import { credentials } from '../support/directories/finspace-client.ts';
import { DEPLOYMENTS } from '../support/package/deployment-values.ts';
import { readPackagedZip } from '../support/package/packaged-service.ts';
import type { ServerProcess } from './server-process.ts';

// Read a tick after the import: keeps the SDK's end-of-support notice out of the test report.
Object.assign(process.env, { AWS_SDK_JS_SUPPRESS_MAINTENANCE_MODE_MESSAGE: '1' });

export function describeReleaseOnMoto(server: () => ServerProcess): void {
  let template: ReleaseTemplate;
  let settings: CloudFormation.ClientConfiguration & S3.ClientConfiguration;
  beforeAll(async () => {
    settings = {
      endpoint: server().endpoint,
      region: 'eu-west-1',
      credentials,
      maxRetries: 0,
      s3ForcePathStyle: true,
    };
    template = await templateWithoutCode({ target: 'finspace' }, packageInOneProcess);
    await uploadCode();
  });

  /** Any zip will do: nothing runs it. */
  async function uploadCode() {
    const s3 = new S3(settings);
    await s3.createBucket({ Bucket: 'code' }).promise();
    for (const { Type, Properties } of Object.values(template.Resources)) {
      if (Type !== 'AWS::Lambda::Function' || !isObject(Properties?.['Code'])) continue;
      const key = String(Object(Properties['Code']['S3Key'])['Fn::Sub']);
      const Key = key.replace('${CodePrefix}', 'joiner/');
      await s3.putObject({ Bucket: 'code', Key, Body: readPackagedZip('intake') }).promise();
    }
  }

  async function deploy(Stage: string, values: Readonly<Record<string, string>>) {
    const StackName = `joiner-${Stage}`;
    const cloudFormation = new CloudFormation(settings);
    const ofSettings = Object.entries(values)
      .map(([name, value]) => [parameterNameOf(name), value] as const)
      .filter(([name]) => name in template.Parameters);
    const given = { Stage, CodeBucket: 'code', CodePrefix: 'joiner/' };
    const all = { ...given, ...Object.fromEntries(ofSettings) };
    const request = {
      StackName,
      TemplateBody: textOf(template),
      Capabilities: ['CAPABILITY_IAM'],
      Parameters: Object.entries(all).map(([ParameterKey, ParameterValue]) => ({
        ParameterKey,
        ParameterValue,
      })),
    };
    await cloudFormation.createStack(request).promise();
    await cloudFormation.waitFor('stackCreateComplete', { StackName }).promise();
  }

  async function variablesOf(FunctionName: string): Promise<JsonObject> {
    const found = await new Lambda(settings).getFunctionConfiguration({ FunctionName }).promise();
    return found.Environment?.Variables ?? {};
  }

  test('stands up with what is required, and its parameters reach the function', async () => {
    await deploy('prod', DEPLOYMENTS['only what is required'] ?? {});

    expect(await variablesOf('joiner-prod-provisionUser')).toMatchObject({
      ALLOWED_EMAIL_DOMAINS: 'example.com',
      CREATIONS_PER_HOUR: '200',
      FINSPACE_ENVIRONMENT_ID: 'abcdefghijklmnopqrstuvwxyz',
      HAND_OVER_AFTER_HOURS: '24',
      STAGE: 'prod',
    });
  });

  test('stands up with everything that is optional', async () => {
    await deploy('all', DEPLOYMENTS['everything on'] ?? {});

    expect(await variablesOf('joiner-all-provisionUser')).toMatchObject({
      HAND_OVER_AFTER_HOURS: '12.5',
      START_TIME_ZONE: 'Europe/Berlin',
    });
    expect(await variablesOf('joiner-all-intake')).toMatchObject({ SOURCES: 'bamboohr,workday' });
  });
}
