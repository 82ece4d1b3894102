import { createHash } from 'node:crypto';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { SQSClient } from '@aws-sdk/client-sqs';
import { z } from 'zod';
import type {
  EventSourceMapping,
  MappingDefinition,
} from '../../emulators/event-source-mapping/mapping.ts';
import type { FunctionDefinition } from '../../emulators/lambda/environment.ts';
import type { LocalFunction } from '../../emulators/lambda/function.ts';
import type { ResourceValues, StackIdentity } from '../../template/scope.ts';
import { type JsonObject, TemplateError } from '../../template/template.ts';

/** Where resources come into being: the emulators, and what was created on them so far. */
export interface ResourceContext {
  readonly identity: StackIdentity;
  readonly sqs: SQSClient;
  readonly dynamodb: DynamoDBClient;
  /** By ARN. */
  readonly queueUrls: Map<string, string>;
  /** By name. */
  readonly functions: Map<string, LocalFunction>;
  readonly mappings: EventSourceMapping[];
  /** The folder with a function's code, unpacked from the package. */
  codeDir(s3Key: string): Promise<string>;
  createFunction(definition: FunctionDefinition): LocalFunction;
  createMapping(definition: MappingDefinition, target: LocalFunction): EventSourceMapping;
}

interface ResourceRequest {
  readonly logicalId: string;
  /** Evaluated: no intrinsic functions are left. */
  readonly properties: JsonObject;
}

/** What a type of resource does in the local stack. */
export interface ResourceType {
  /** The properties that a resource may have; undefined where all are only kept. */
  readonly propertyNames: readonly string[] | undefined;
  /** Properties that are accepted and change nothing here, and why. */
  readonly withoutEffect: Readonly<Record<string, string>>;
  create(request: ResourceRequest, context: ResourceContext): Promise<ResourceValues>;
}

type Creation<P> = (
  resource: { readonly logicalId: string; readonly properties: P },
  context: ResourceContext,
) => Promise<ResourceValues> | ResourceValues;

/** A type of which the local stack stands something up. */
export function standsUp<S extends z.ZodRawShape>(
  properties: z.ZodObject<S>,
  withoutEffect: Readonly<Record<string, string>>,
  create: Creation<z.output<z.ZodObject<S>>>,
): ResourceType {
  return {
    propertyNames: [...Object.keys(properties.shape), ...Object.keys(withoutEffect)],
    withoutEffect,
    async create({ logicalId, properties: given }, context) {
      const parsed = properties.safeParse(given);
      if (!parsed.success)
        throw new TemplateError(
          `Resources.${logicalId}.Properties: ${z.prettifyError(parsed.error)}`,
        );
      return create({ logicalId, properties: parsed.data }, context);
    },
  };
}

/** A type that has no counterpart here: its properties are kept, for whoever reads the stack. */
export function keeps(create: Creation<JsonObject>): ResourceType {
  return {
    propertyNames: undefined,
    withoutEffect: {},
    create: async (request, context) => create(request, context),
  };
}

/** The name of a resource that the template does not name: as CloudFormation makes it, but the same at every start. */
export function generatedName({ stackName }: StackIdentity, logicalId: string): string {
  const digest = createHash('sha256').update(`${stackName}/${logicalId}`).digest('hex');
  return `${stackName}-${logicalId}-${digest.slice(0, 12).toUpperCase()}`;
}
