import { evaluate, type Scope } from '../../../local/template/intrinsics.ts';
import { createScope } from '../../../local/template/scope.ts';
import type { JsonObject } from '../../../local/template/template.ts';
import { type PackagedTemplate, readPackagedTemplate } from './packaged-service.ts';

const identity = { accountId: '111122223333', region: 'eu-west-1', stackName: 'joiner-test' };

/** The resources of a stack. */
export interface DeployedTemplate {
  /** Logical ids of the resources of a type, without those whose condition does not hold. */
  idsOf(type: string): readonly string[];
  /** Evaluated, with other resources as `<LogicalId>` or `<LogicalId.Attribute>`. */
  propertiesOf(logicalId: string): JsonObject;
  /** As packaged, not evaluated. */
  resource(logicalId: string): unknown;
}

/**
 * The packaged template as CloudFormation would deploy it with these parameters, and the others by
 * default. For the default target unless another is given.
 */
export function deployedTemplate(
  parameters: Readonly<Record<string, string>> = {},
  target?: string,
): DeployedTemplate {
  return asDeployed(readPackagedTemplate(target), parameters);
}

/** The same of a template that a test has changed. */
export function asDeployed(
  packaged: PackagedTemplate,
  parameters: Readonly<Record<string, string>>,
): DeployedTemplate {
  const template = withDefaults(packaged, parameters);
  const given = createScope(template, identity, new Map());
  const isResource = (name: string) => name in template.Resources;
  const scope: Scope = {
    ...given,
    ref: (name) => (isResource(name) ? `<${name}>` : given.ref(name)),
    getAtt: (logicalId, attribute) => `<${logicalId}.${attribute}>`,
  };
  return {
    resource: (logicalId) => template.Resources[logicalId],
    idsOf: (type) =>
      Object.entries(template.Resources)
        .filter(
          ([, { Type, Condition }]) => Type === type && (!Condition || given.condition(Condition)),
        )
        .map(([logicalId]) => logicalId),
    propertiesOf: (logicalId) =>
      evaluate(template.Resources[logicalId]?.Properties ?? {}, scope, logicalId) as JsonObject,
  };
}

function withDefaults(
  template: PackagedTemplate,
  parameters: Readonly<Record<string, string>>,
): PackagedTemplate {
  const Parameters = { ...template.Parameters };
  for (const [name, Default] of Object.entries(parameters)) {
    const parameter = Parameters[name];
    if (!parameter) throw new Error(`The template has no parameter ${name}.`);
    Parameters[name] = { ...parameter, Default };
  }
  return { ...template, Parameters };
}
