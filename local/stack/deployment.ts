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

/** A resource of the running stack, as the template has it once its functions are evaluated. */
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

export interface Plan {
  /** What the template asks for that changes nothing here, one line each: `Queue.Tags: why`. */
  readonly withoutEffect: readonly string[];
  /** Creates every resource, each after those it refers to; or takes over what is there already. */
  carryOut(context: ResourceContext): Promise<Deployment>;
}

/**
 * Reads what a template wants. Throws a TemplateError that lists every resource and property which the
 * local stack cannot stand up, before anything is started.
 */
export function planDeployment(template: Template, identity: StackIdentity): Plan {
  const deployed = new Map<string, DeployedResource>();
  const scope = createScope(template, identity, deployed);
  const wanted = wantedResources(template, scope);
  refuseUnknown(template, wanted);

  async function create(logicalId: string, context: ResourceContext): Promise<void> {
    const { Type: type = '', Properties = {} } = wanted[logicalId] ?? {};
    const properties = evaluate(Properties, scope, `Resources.${logicalId}.Properties`);
    if (!isObject(properties)) return;
    const values = await resourceTypes[type]?.create({ logicalId, properties }, context);
    if (values) deployed.set(logicalId, { type, properties, ...values });
  }

  return {
    withoutEffect: Object.entries(wanted).flatMap(notesOn),
    async carryOut(context) {
      for (const logicalId of creationOrder(wanted)) await create(logicalId, context);
      return { resources: deployed, outputs: outputsOf(template, scope) };
    },
  };
}

function wantedResources(template: Template, scope: Scope): Template['Resources'] {
  const wanted = Object.entries(template.Resources).filter(
    ([, { Condition }]) => Condition === undefined || scope.condition(Condition),
  );
  return Object.fromEntries(wanted);
}

function refuseUnknown(template: Template, wanted: Template['Resources']): void {
  const transform = template.Transform === undefined ? [] : ['Transform: macros do not run here'];
  const problems = [...transform, ...Object.entries(wanted).flatMap(problemsWith)];
  if (problems.length === 0) return;
  throw new TemplateError(
    [
      'The local stack cannot stand up this template:',
      ...problems.map((problem) => `- ${problem}`),
      'Take it out for the local stage, or teach local/stack/resource-types.ts what it does here.',
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
    .map(([property, why]) => `${logicalId}.${property}: ${why}`);
}

function outputsOf(template: Template, scope: Scope): Readonly<Record<string, Json>> {
  const outputs = Object.entries(template.Outputs ?? {}).flatMap(([name, { Value, Condition }]) => {
    if (Condition !== undefined && !scope.condition(Condition)) return [];
    const value = evaluate(Value, scope, `Outputs.${name}`);
    return value === undefined ? [] : [[name, value] as const];
  });
  return Object.fromEntries(outputs);
}
