import { createHash } from 'node:crypto';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { SQSClient } from '@aws-sdk/client-sqs';
import * as v from 'valibot';
import type {
  EventSourceMapping,
  MappingDefinition,
} from '../../emulators/event-source-mapping/mapping.ts';
import type { FunctionDefinition } from '../../emulators/lambda/environment.ts';
import type { LocalFunction } from '../../emulators/lambda/function.ts';
import type { FunctionCode } from '../../emulators/lambda/kept-code.ts';
import type { Schedule } from '../../emulators/schedule.ts';
import type { ResourceValues, StackIdentity } from '../../template/scope.ts';
import { type JsonObject, TemplateError } from '../../template/template.ts';
import type { Feeding } from '../consumption.ts';

/** The emulators, and the resources created on them so far. */
export interface ResourceContext {
  readonly identity: StackIdentity;
  readonly sqs: SQSClient;
  readonly dynamodb: DynamoDBClient;
  /** Creates a log group of this name. */
  readonly createLogGroup: (name: string) => void;
  /** Creates a bucket, or uses an existing one. @param notified the ARN of the queue that gets its notifications */
  readonly createBucket: (name: string, notified: string | undefined) => void;
  /** By ARN. */
  readonly queueUrls: Map<string, string>;
  /** By name. */
  readonly functions: Map<string, LocalFunction>;
  readonly feedings: Feeding[];
  readonly schedules: Schedule[];
  /** Unpacks a function's code from the package. */
  codeOf(s3Key: string): Promise<FunctionCode>;
  createFunction(definition: FunctionDefinition): LocalFunction;
  createMapping(definition: MappingDefinition, target: LocalFunction): EventSourceMapping;
}

interface ResourceRequest {
  readonly logicalId: string;
  /** Evaluated, without intrinsic functions. */
  readonly properties: JsonObject;
}

/** The local implementation of a resource type. */
export interface ResourceType {
  /** The supported properties; undefined if the type accepts any. */
  readonly propertyNames: readonly string[] | undefined;
  /** Properties that are accepted without effect, each with the reason. */
  readonly withoutEffect: Readonly<Record<string, string>>;
  create(request: ResourceRequest, context: ResourceContext): Promise<ResourceValues>;
}

type Creation<P> = (
  resource: { readonly logicalId: string; readonly properties: P },
  context: ResourceContext,
) => Promise<ResourceValues> | ResourceValues;

/** A number, which a template may give as text. */
export const numeric = v.pipe(v.unknown(), v.transform(Number), v.number(), v.finite());

/** A type that the local stack emulates. */
export function emulated<E extends v.ObjectEntries>(
  properties: v.ObjectSchema<E, undefined>,
  withoutEffect: Readonly<Record<string, string>>,
  create: Creation<v.InferOutput<v.ObjectSchema<E, undefined>>>,
): ResourceType {
  return {
    propertyNames: [...Object.keys(properties.entries), ...Object.keys(withoutEffect)],
    withoutEffect,
    async create({ logicalId, properties: given }, context) {
      const parsed = v.safeParse(properties, given);
      if (!parsed.success)
        throw new TemplateError(`Resources.${logicalId}.Properties: ${v.summarize(parsed.issues)}`);
      return create({ logicalId, properties: parsed.output }, context);
    },
  };
}

/** A type without a local counterpart: its properties can be read, but have no effect. */
export function inert(create: Creation<JsonObject>): ResourceType {
  return {
    propertyNames: undefined,
    withoutEffect: {},
    create: async (request, context) => create(request, context),
  };
}

/** A name in CloudFormation's form for a resource without a name. The same at every start. */
export function generatedName({ stackName }: StackIdentity, logicalId: string): string {
  const digest = createHash('sha256').update(`${stackName}/${logicalId}`).digest('hex');
  return `${stackName}-${logicalId}-${digest.slice(0, 12).toUpperCase()}`;
}
