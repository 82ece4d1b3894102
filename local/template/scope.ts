import { evaluateCondition, type Scope } from './intrinsics.ts';
import { isObject, type Json, type Template, TemplateError } from './template.ts';

/** The values of a created resource for Ref and Fn::GetAtt. */
export interface ResourceValues {
  readonly ref: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** The identity of a stack, for its pseudo parameters. */
export interface StackIdentity {
  readonly accountId: string;
  readonly region: string;
  readonly stackName: string;
}

/**
 * Resolves the names that a template can use: its parameters (with their defaults), the pseudo parameters,
 * its conditions and mappings, and the resources created so far.
 *
 * @param resources the caller adds each resource when it is created
 */
export function createScope(
  template: Template,
  identity: StackIdentity,
  resources: ReadonlyMap<string, ResourceValues>,
): Scope {
  const pseudoParameters = pseudoParametersOf(identity);

  const scope: Scope = {
    ref(name) {
      if (name === 'AWS::NoValue') return undefined;
      const value =
        pseudoParameters[name] ?? parameterValue(template, name) ?? resources.get(name)?.ref;
      if (value === undefined) throw unknownName(template, name);
      return value;
    },
    getAtt(logicalId, attribute) {
      const resource = resources.get(logicalId);
      if (!resource) throw unknownName(template, logicalId);
      const value = resource.attributes[attribute];
      if (value === undefined)
        throw new TemplateError(
          `Fn::GetAtt ${logicalId}.${attribute}: the local ${template.Resources[logicalId]?.Type} has only ${Object.keys(resource.attributes).join(', ') || 'Ref'}`,
        );
      return value;
    },
    condition(name) {
      const condition = template.Conditions?.[name];
      if (condition === undefined) throw new TemplateError(`The template has no condition ${name}`);
      return evaluateCondition(condition, scope, `Conditions.${name}`);
    },
    mapping(map, topKey, secondKey) {
      const top = template.Mappings?.[map];
      const second = isObject(top) ? top[topKey] : undefined;
      const value = isObject(second) ? second[secondKey] : undefined;
      if (value === undefined)
        throw new TemplateError(`Mappings has no ${map}.${topKey}.${secondKey}`);
      return value;
    },
  };
  return scope;
}

function pseudoParametersOf(identity: StackIdentity): Readonly<Record<string, string>> {
  const { accountId, region, stackName } = identity;
  return {
    'AWS::AccountId': accountId,
    'AWS::Partition': 'aws',
    'AWS::Region': region,
    'AWS::StackName': stackName,
    'AWS::StackId': `arn:aws:cloudformation:${region}:${accountId}:stack/${stackName}/local`,
    'AWS::URLSuffix': 'amazonaws.com',
  };
}

function parameterValue(template: Template, name: string): Json | undefined {
  const parameter = template.Parameters?.[name];
  if (!parameter) return undefined;
  if (parameter.Type.startsWith('AWS::SSM::'))
    throw new TemplateError(
      `Parameters.${name}: ${parameter.Type} is not supported: there is no SSM here`,
    );
  if (parameter.Default === undefined)
    throw new TemplateError(`Parameters.${name}: add a Default, the local stack passes no values`);
  const isList = parameter.Type === 'CommaDelimitedList' || parameter.Type.startsWith('List<');
  return isList
    ? String(parameter.Default)
        .split(',')
        .map((item) => item.trim())
    : String(parameter.Default);
}

function unknownName(template: Template, name: string): TemplateError {
  return new TemplateError(
    template.Resources[name]
      ? `The template refers to ${name}, but its condition is false, so it does not exist`
      : `${name} is neither a parameter nor a resource of the template`,
  );
}
