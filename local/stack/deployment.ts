import { creationOrder } from '../template/creation-order.ts';
import { evaluate, type Scope } from '../template/intrinsics.ts';
import { createScope, type ResourceValues, type StackIdentity } from '../template/scope.ts';
import {
  isObject,
  type Json,
  type JsonObject,
  type Template,
  TemplateError,
  type TemplateResource,
} from '../template/template.ts';
import { resourceTypes } from './resource-types.ts';
import type { ResourceContext } from './resources/resource-type.ts';

/** A resource of the running stack, with evaluated properties. */
export interface DeployedResource extends ResourceValues {
  readonly type: string;
  readonly properties: JsonObject;
}

export interface Deployment {
  /** By logical id. */
  readonly resources: ReadonlyMap<string, DeployedResource>;
  /** By name. */
  readonly outputs: Readonly<Record<string, Json>>;
}

export interface DeploymentPlan {
  /** Properties of the template without effect here, one line each: `Queue.Tags: reason`. */
  readonly withoutEffect: readonly string[];
  /** Creates every resource after those that it refers to, or uses an existing one. */
  apply(context: ResourceContext): Promise<Deployment>;
}

/**
 * Plans the deployment of a template, before anything is started.
 * @throws TemplateError when the template has unsupported resources or properties; the message lists all of them
 */
export function planDeployment(template: Template, identity: StackIdentity): DeploymentPlan {
  const deployed = new Map<string, DeployedResource>();
  const scope = createScope(template, identity, deployed);
  const included = includedResources(template, scope);
  rejectUnsupported(template, included);

  async function create(logicalId: string, context: ResourceContext): Promise<void> {
    const { Type: type = '', Properties = {} } = included[logicalId] ?? {};
    const properties = evaluate(Properties, scope, `Resources.${logicalId}.Properties`);
    if (!isObject(properties)) return;
    const values = await resourceTypes[type]?.create({ logicalId, properties }, context);
    if (values) deployed.set(logicalId, { type, properties, ...values });
  }

  return {
    withoutEffect: Object.entries(included).flatMap(notesOn),
    async apply(context) {
      for (const logicalId of creationOrder(included)) await create(logicalId, context);
      return { resources: deployed, outputs: outputsOf(template, scope) };
    },
  };
}

function includedResources(template: Template, scope: Scope): Template['Resources'] {
  const included = Object.entries(template.Resources).filter(
    ([, { Condition }]) => Condition === undefined || scope.condition(Condition),
  );
  return Object.fromEntries(included);
}

function rejectUnsupported(template: Template, included: Template['Resources']): void {
  const transform = template.Transform === undefined ? [] : ['Transform: macros do not run here'];
  const problems = [...transform, ...Object.entries(included).flatMap(problemsWith)];
  if (problems.length === 0) return;
  throw new TemplateError(
    [
      'The local stack cannot run this template:',
      ...problems.map((problem) => `- ${problem}`),
      'Remove it for the local stage, or add support for it to local/stack/resource-types.ts.',
    ].join('\n'),
  );
}

function problemsWith([logicalId, resource]: readonly [string, TemplateResource]): string[] {
  const { Type, Properties = {} } = resource;
  const type = resourceTypes[Type];
  if (!type) return [`${logicalId}: ${Type} has no counterpart here`];
  const { propertyNames } = type;
  if (!propertyNames) return [];
  return Object.keys(Properties)
    .filter((property) => !propertyNames.includes(property))
    .map((property) => `${logicalId}: ${Type} has no ${property} here`);
}

function notesOn([logicalId, resource]: readonly [string, TemplateResource]): string[] {
  const { Type, Properties = {} } = resource;
  return Object.entries(resourceTypes[Type]?.withoutEffect ?? {})
    .filter(([property]) => property in Properties)
    .map(([property, reason]) => `${logicalId}.${property}: ${reason}`);
}

function outputsOf(template: Template, scope: Scope): Readonly<Record<string, Json>> {
  const outputs = Object.entries(template.Outputs ?? {}).flatMap(([name, { Value, Condition }]) => {
    if (Condition !== undefined && !scope.condition(Condition)) return [];
    const value = evaluate(Value, scope, `Outputs.${name}`);
    return value === undefined ? [] : [[name, value] as const];
  });
  return Object.fromEntries(outputs);
}
