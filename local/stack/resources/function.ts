import * as v from 'valibot';
import { TemplateError } from '../../template/template.ts';
import { emulated, generatedName, numeric, type ResourceType } from './resource-type.ts';

const scalar = v.union([v.string(), v.number(), v.boolean()]);

/** A function, run from the package in its own processes. Defaults are Lambda's. */
export const lambdaFunction: ResourceType = emulated(
  v.object({
    FunctionName: v.optional(v.string()),
    Handler: v.string(),
    Runtime: v.string(),
    Code: v.strictObject({ S3Bucket: v.string(), S3Key: v.string() }),
    Timeout: v.optional(numeric, 3),
    MemorySize: v.optional(numeric, 128),
    Environment: v.optional(v.strictObject({ Variables: v.record(v.string(), scalar) })),
    LoggingConfig: v.optional(
      v.strictObject({ LogGroup: v.optional(v.string()), LogFormat: v.optional(v.string()) }),
    ),
  }),
  {
    Architectures: 'the function runs on the processor of this machine',
    Description: 'nothing reads it here',
    MemorySize: 'passed to the function, but not a limit here',
    ReservedConcurrentExecutions: 'the event source mapping limits the instances here',
    Role: 'the function may do anything here',
    Tags: 'nothing reads them here',
    TracingConfig: 'there are no traces here',
  },
  async ({ logicalId, properties }, context) => {
    const { region, accountId } = context.identity;
    const name = properties.FunctionName ?? generatedName(context.identity, logicalId);
    rejectOtherRuntime(logicalId, properties.Runtime);
    const variables = Object.entries(properties.Environment?.Variables ?? {});
    const arn = `arn:aws:lambda:${region}:${accountId}:function:${name}`;
    const definition = {
      name,
      arn,
      region,
      handler: properties.Handler,
      timeoutSeconds: properties.Timeout,
      memoryMb: properties.MemorySize,
      logGroupName: properties.LoggingConfig?.LogGroup ?? `/aws/lambda/${name}`,
      logFormat: properties.LoggingConfig?.LogFormat ?? 'Text',
      variables: Object.fromEntries(variables.map(([key, value]) => [key, String(value)])),
      ...(await context.codeOf(properties.Code.S3Key)),
    };
    context.functions.set(name, context.createFunction(definition));
    return { ref: name, attributes: { Arn: arn } };
  },
);

/** @param reference a name or an ARN, with or without a version */
export function functionNameOf(reference: string): string {
  const [, qualified = reference] = reference.split(':function:');
  return qualified.split(':')[0] ?? qualified;
}

function rejectOtherRuntime(logicalId: string, runtime: string): void {
  const supported = `nodejs${process.versions.node.split('.')[0]}.x`;
  if (runtime === supported) return;
  throw new TemplateError(
    `Resources.${logicalId}.Properties.Runtime: ${runtime} cannot run here, this is ${supported}`,
  );
}
