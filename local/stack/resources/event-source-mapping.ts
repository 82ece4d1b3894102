import * as v from 'valibot';
import { TemplateError } from '../../template/template.ts';
import { functionNameOf } from './function.ts';
import { emulated, generatedName, numeric, type ResourceType } from './resource-type.ts';

/** Lambda starts with five concurrent invocations, and adds more only under load. */
const DEFAULT_CONCURRENCY = 5;

/** A poller between a queue and a function. Defaults are Lambda's. */
export const eventSourceMapping: ResourceType = emulated(
  v.object({
    EventSourceArn: v.string(),
    FunctionName: v.string(),
    BatchSize: v.optional(numeric, 10),
    MaximumBatchingWindowInSeconds: v.optional(numeric, 0),
    Enabled: v.optional(v.union([v.boolean(), v.pipe(v.string(), v.parseBoolean())]), true),
    FunctionResponseTypes: v.optional(v.array(v.literal('ReportBatchItemFailures')), []),
    ScalingConfig: v.optional(v.strictObject({ MaximumConcurrency: numeric })),
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
