import { z } from 'zod';
import { TemplateError } from '../../template/template.ts';
import { functionNameOf } from './function.ts';
import { emulated, generatedName, type ResourceType } from './resource-type.ts';

/** Lambda starts with five concurrent invocations, and adds more only under load. */
const DEFAULT_CONCURRENCY = 5;

/** A poller between a queue and a function. Defaults are Lambda's. */
export const eventSourceMapping: ResourceType = emulated(
  z.object({
    EventSourceArn: z.string(),
    FunctionName: z.string(),
    BatchSize: z.coerce.number().default(10),
    MaximumBatchingWindowInSeconds: z.coerce.number().default(0),
    Enabled: z.stringbool().or(z.boolean()).default(true),
    FunctionResponseTypes: z.array(z.literal('ReportBatchItemFailures')).default([]),
    ScalingConfig: z.strictObject({ MaximumConcurrency: z.coerce.number() }).optional(),
  }),
  { Tags: 'nothing reads them here' },
  ({ logicalId, properties }, context) => {
    const queueArn = properties.EventSourceArn;
    const queueUrl = context.queueUrls.get(queueArn);
    const target = context.functions.get(functionNameOf(properties.FunctionName));
    if (queueUrl === undefined || !target)
      throw new TemplateError(
        `Resources.${logicalId}: a mapping needs a queue and a function of the same template`,
      );
    const definition = {
      queueUrl,
      queueArn,
      batchSize: properties.BatchSize,
      batchingWindowSeconds: properties.MaximumBatchingWindowInSeconds,
      maximumConcurrency: properties.ScalingConfig?.MaximumConcurrency ?? DEFAULT_CONCURRENCY,
      reportsItemFailures: properties.FunctionResponseTypes.length > 0,
      enabled: properties.Enabled,
    };
    context.feedings.push({ mapping: context.createMapping(definition, target), target });
    const id = generatedName(context.identity, logicalId);
    return { ref: id, attributes: { Id: id } };
  },
);
