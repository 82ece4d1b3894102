import type {
  PropertyType,
  Resource,
  ResourceProperties,
  SpecDatabase,
} from '@aws-cdk/service-spec-types';
import { isList, isObject, type Json, type JsonObject } from '../../local/template/template.ts';
import type { PackagedResource, PackagedTemplate } from '../support/package/packaged-service.ts';

/**
 * What AWS's own specification of resource types has against a resource: properties that do not
 * exist, are missing or have the wrong type, and references to what is not in the template.
 */
export function problemsOf(logicalId: string, template: PackagedTemplate, spec: SpecDatabase) {
  const resource = template.Resources[logicalId] as PackagedResource;
  const type = specificationOf(resource.Type, spec);
  if (!type) return [`${logicalId}: ${resource.Type} does not exist`];
  return [
    ...propertyProblems(resource.Properties, type.properties, spec, logicalId),
    ...referenceProblems(resource.Properties, template, spec, logicalId),
  ];
}

function specificationOf(type: string, spec: SpecDatabase): Resource | undefined {
  return spec.lookup('resource', 'cloudFormationType', 'equals', type)[0];
}

function propertyProblems(
  values: JsonObject,
  properties: ResourceProperties,
  spec: SpecDatabase,
  at: string,
): string[] {
  const missing = Object.entries(properties)
    .filter(([name, property]) => property.required && values[name] === undefined)
    .map(([name]) => `${at}.${name}: is missing`);
  const wrong = Object.entries(values).flatMap(([name, value]) => {
    const property = properties[name];
    if (!property) return [`${at}.${name}: does not exist`];
    return valueProblems(value, property.type, spec, `${at}.${name}`);
  });
  return [...missing, ...wrong];
}

function valueProblems(value: Json, type: PropertyType, spec: SpecDatabase, at: string): string[] {
  if (isIntrinsic(value)) return [];
  switch (type.type) {
    case 'json':
      return [];
    case 'union':
      return unionProblems(value, type.types, spec, at);
    case 'ref':
      if (!isObject(value)) return [`${at}: is no object`];
      return propertyProblems(
        value,
        spec.get('typeDefinition', type.reference).properties,
        spec,
        at,
      );
    case 'array':
      if (!isList(value)) return [`${at}: is no list`];
      return value.flatMap((item, i) => valueProblems(item, type.element, spec, `${at}.${i}`));
    case 'map':
      if (!isObject(value)) return [`${at}: is no object`];
      return Object.entries(value).flatMap(([key, item]) =>
        valueProblems(item, type.element, spec, `${at}.${key}`),
      );
    case 'integer':
      return Number.isInteger(value) ? [] : [`${at}: is no integer`];
    case 'string':
      if (typeof value !== 'string') return [`${at}: is no string`];
      return (type.allowedValues ?? [value]).includes(value)
        ? []
        : [`${at}: is none of its values`];
    case 'number':
    case 'boolean':
      return typeof value === type.type ? [] : [`${at}: is no ${type.type}`];
    default:
      return [`${at}: is of the type ${type.type}, which is not checked here`];
  }
}

/** JSON accepts anything: where the specification knows the structure as well, that counts. */
function unionProblems(
  value: Json,
  types: readonly PropertyType[],
  spec: SpecDatabase,
  at: string,
): string[] {
  const structured = types.filter(({ type }) => ['ref', 'array', 'map'].includes(type));
  const candidates = structured.length > 0 ? structured : types;
  const problems = candidates.map((type) => valueProblems(value, type, spec, at));
  return problems.find((found) => found.length === 0) ?? problems.flat();
}

function isIntrinsic(value: Json): boolean {
  if (!isObject(value)) return false;
  const [name = '', ...others] = Object.keys(value);
  return others.length === 0 && (name === 'Ref' || name.startsWith('Fn::'));
}

function referenceProblems(
  value: Json,
  template: PackagedTemplate,
  spec: SpecDatabase,
  at: string,
): string[] {
  if (!isList(value) && !isObject(value)) return [];
  return Object.entries(value).flatMap(([key, item]) => {
    if (key === 'Ref') return refProblems(item, template, at);
    if (key === 'Fn::GetAtt') return attributeProblems(item, template, spec, at);
    return referenceProblems(item, template, spec, `${at}.${key}`);
  });
}

function refProblems(name: Json, template: PackagedTemplate, at: string): string[] {
  const known =
    String(name).startsWith('AWS::') ||
    String(name) in { ...template.Resources, ...template.Parameters };
  return known ? [] : [`${at}: ${name} is not in the template`];
}

function attributeProblems(
  path: Json,
  template: PackagedTemplate,
  spec: SpecDatabase,
  at: string,
): string[] {
  const [logicalId, attribute] = path as readonly [string, string];
  const resource = template.Resources[logicalId];
  if (!resource) return [`${at}: ${logicalId} is not in the template`];
  const known = attribute in (specificationOf(resource.Type, spec)?.attributes ?? {});
  return known ? [] : [`${at}: ${resource.Type} has no attribute ${attribute}`];
}
