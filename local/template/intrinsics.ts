import { attributePath, list, pair, scalar, text, VARIABLE } from './arguments.ts';
import { isList, isObject, type Json, type JsonObject, TemplateError } from './template.ts';

/**
 * Resolves the names in a template.
 * @throws TemplateError when a name is unknown
 */
export interface Scope {
  /** The value of a parameter, pseudo parameter or resource; undefined for AWS::NoValue. */
  ref(name: string): Json | undefined;
  getAtt(logicalId: string, attribute: string): Json;
  condition(name: string): boolean;
  mapping(map: string, topKey: string, secondKey: string): Json;
}

/**
 * Evaluates CloudFormation's intrinsic functions in a value, recursively.
 *
 * @param at path of the value for error messages, e.g. `Resources.Queue.Properties`
 * @returns the value without functions; undefined for AWS::NoValue, which lists and objects leave out
 * @throws TemplateError when a function is not supported or has invalid arguments
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html
 */
export function evaluate(value: Json, scope: Scope, at: string): Json | undefined {
  if (isList(value)) return evaluateList(value, scope, at);
  if (!isObject(value)) return rejectDynamicReference(value, at);
  const name = intrinsicName(value, at);
  if (name === undefined) return evaluateEntries(value, scope, at);
  const intrinsic = intrinsics[name];
  if (!intrinsic)
    throw new TemplateError(`${at}: ${name} ${unsupported[name] ?? 'is not supported'}`);
  return intrinsic(value[name] ?? null, { scope, at: `${at}.${name}` });
}

/** Evaluates a condition: Fn::Equals, Fn::And, Fn::Or, Fn::Not, or a reference to a named condition. */
export function evaluateCondition(value: Json, scope: Scope, at: string): boolean {
  const { Condition: named } = isObject(value) ? value : {};
  const result = typeof named === 'string' ? scope.condition(named) : evaluate(value, scope, at);
  if (typeof result === 'boolean') return result;
  if (result === 'true' || result === 'false') return result === 'true';
  throw new TemplateError(`${at}: a condition must be true or false`);
}

interface EvaluationContext {
  readonly scope: Scope;
  readonly at: string;
}

type Intrinsic = (argument: Json, context: EvaluationContext) => Json | undefined;

const unsupported: Readonly<Record<string, string>> = {
  'Fn::ImportValue':
    'reads an export of another stack, and there is no other stack here: pass the value as a parameter with a default',
};

const intrinsics: Readonly<Record<string, Intrinsic>> = {
  Ref: (argument, { scope, at }) => scope.ref(text(argument, at)),

  'Fn::GetAtt': (argument, { scope, at }) => {
    const [logicalId, attribute] = attributePath(argument, at);
    return scope.getAtt(logicalId, text(evaluate(attribute, scope, at), at));
  },

  'Fn::Sub': (argument, { scope, at }) => {
    const [pattern, variables] = isList(argument) ? argument : [argument, {}];
    const localVariables = isObject(variables) ? variables : {};
    return text(pattern, at).replace(VARIABLE, (_, literal: string, name: string) =>
      literal ? `\${${name}}` : substitute(name.trim(), localVariables, { scope, at }),
    );
  },

  'Fn::Join': (argument, { scope, at }) => {
    const [delimiter, values] = pair(argument, at);
    return list(evaluate(values, scope, at), at)
      .map((value) => scalar(value, at))
      .join(text(delimiter, at));
  },

  'Fn::Split': (argument, { scope, at }) => {
    const [delimiter, value] = pair(argument, at);
    return text(evaluate(value, scope, at), at).split(text(delimiter, at));
  },

  'Fn::Select': (argument, { scope, at }) => {
    const [index, values] = pair(argument, at);
    const chosen = list(evaluate(values, scope, at), at)[Number(evaluate(index, scope, at))];
    if (chosen === undefined) throw new TemplateError(`${at}: the list has no item at that index`);
    return chosen;
  },

  'Fn::FindInMap': (argument, { scope, at }) => {
    const keys = list(evaluate(argument, scope, at), at).map((key) => text(key, at));
    const [map, topKey, secondKey] = keys;
    if (keys.length !== 3 || !map || !topKey || !secondKey)
      throw new TemplateError(`${at}: must be [map, top-level key, second-level key]`);
    return scope.mapping(map, topKey, secondKey);
  },

  'Fn::If': (argument, { scope, at }) => {
    const [condition, whenTrue, whenFalse] = list(argument, at);
    if (whenTrue === undefined || whenFalse === undefined)
      throw new TemplateError(`${at}: must be [condition, value if true, value if false]`);
    return evaluate(scope.condition(text(condition, at)) ? whenTrue : whenFalse, scope, at);
  },

  'Fn::Equals': (argument, { scope, at }) => {
    const [left, right] = pair(argument, at);
    return comparable(evaluate(left, scope, at)) === comparable(evaluate(right, scope, at));
  },

  'Fn::And': (argument, { scope, at }) =>
    list(argument, at).every((condition) => evaluateCondition(condition, scope, at)),

  'Fn::Or': (argument, { scope, at }) =>
    list(argument, at).some((condition) => evaluateCondition(condition, scope, at)),

  'Fn::Not': (argument, { scope, at }) => {
    const [condition] = list(argument, at);
    return !evaluateCondition(condition ?? null, scope, at);
  },
};

function evaluateList(values: readonly Json[], scope: Scope, at: string): Json {
  return values
    .map((value, index) => evaluate(value, scope, `${at}[${index}]`))
    .filter((value) => value !== undefined);
}

function evaluateEntries(value: JsonObject, scope: Scope, at: string): Json {
  const entries = Object.entries(value).flatMap(([key, entry]) => {
    const result = evaluate(entry, scope, `${at}.${key}`);
    return result === undefined ? [] : [[key, result] as const];
  });
  return Object.fromEntries(entries);
}

function rejectDynamicReference(value: string | number | boolean | null, at: string) {
  if (typeof value === 'string' && value.includes('{{resolve:'))
    throw new TemplateError(
      `${at}: dynamic references ({{resolve:…}}) are not supported: use a parameter with a default`,
    );
  return value;
}

function intrinsicName(value: JsonObject, at: string): string | undefined {
  const keys = Object.keys(value);
  const name = keys.find((key) => key === 'Ref' || key.startsWith('Fn::'));
  if (name !== undefined && keys.length > 1)
    throw new TemplateError(`${at}: ${name} must be the only key of its object`);
  return name;
}

function substitute(
  name: string,
  localVariables: JsonObject,
  { scope, at }: EvaluationContext,
): string {
  const variable = localVariables[name];
  if (variable !== undefined) return scalar(evaluate(variable, scope, at), at);
  const [logicalId = name, ...attribute] = name.split('.');
  const value =
    attribute.length > 0 ? scope.getAtt(logicalId, attribute.join('.')) : scope.ref(logicalId);
  return scalar(value, at);
}

/** CloudFormation compares as text: 1 equals "1". */
function comparable(value: Json | undefined): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
