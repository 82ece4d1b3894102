import { type ServiceError, serializationError } from '../aws-double/service-error.ts';
import { INPUT_RULES, type Inputs, type Operation, type Rule } from './input-rules.ts';
import { validationError } from './service-errors.ts';

/** Unchecked input. Path and query contain strings, the body contains JSON. */
export interface RawInput {
  readonly path: Readonly<Record<string, unknown>>;
  readonly query: Readonly<Record<string, unknown>>;
  readonly body: Uint8Array;
}

/**
 * Reads and validates an operation's input. As in AWS's JSON protocols, unknown members are ignored, and
 * null means absent.
 *
 * @throws ServiceError SerializationException when the input cannot be parsed, ValidationException when a
 * member breaks a rule; the message quotes the value, as AWS's messages do
 */
export function readInput<O extends Operation>(operation: O, raw: RawInput): Inputs[O] {
  const places = { path: raw.path, query: raw.query, body: parseBody(raw.body) };
  const input: Record<string, string | number> = {};
  const violations: Violation[] = [];
  for (const [member, rule] of Object.entries(INPUT_RULES[operation])) {
    const value = readMember(rule, places[rule.location][member]);
    if (value !== undefined) input[member] = value;
    violations.push(...violationsOf(member, rule, value));
  }
  if (violations.length > 0) throw refusal(violations);
  return input as unknown as Inputs[O];
}

function parseBody(body: Uint8Array): Readonly<Record<string, unknown>> {
  if (body.length === 0) return {};
  const parsed = parseJson(body);
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed))
    throw serializationError('Start of structure or map found where not expected.');
  return parsed as Record<string, unknown>;
}

function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    throw serializationError('The request body is not valid JSON.');
  }
}

function readMember(rule: Rule, value: unknown): string | number | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string')
    throw serializationError(
      `${(typeof value).toUpperCase()}_VALUE can not be converted to a String`,
    );
  if (!rule.integer) return value;
  if (!/^[+-]?\d{1,9}$/.test(value))
    throw serializationError('STRING_VALUE can not be converted to an Integer');
  return Number(value);
}

interface Violation {
  readonly member: string;
  readonly value: string | number | undefined;
  readonly constraint: string;
}

function violationsOf(
  member: string,
  rule: Rule,
  value: string | number | undefined,
): readonly Violation[] {
  const constraints =
    value === undefined
      ? [rule.required && 'Member must not be null']
      : [...violatedBounds(rule, value), ...violatedTextRules(rule, String(value))];
  return constraints
    .filter((constraint) => typeof constraint === 'string')
    .map((constraint) => ({ member, value, constraint }));
}

function violatedBounds(rule: Rule, value: string | number): readonly (string | false)[] {
  const size = typeof value === 'number' ? value : [...value].length;
  const measure = typeof value === 'number' ? 'value' : 'length';
  return [
    rule.min !== undefined &&
      size < rule.min &&
      `Member must have ${measure} greater than or equal to ${rule.min}`,
    rule.max !== undefined &&
      size > rule.max &&
      `Member must have ${measure} less than or equal to ${rule.max}`,
  ];
}

function violatedTextRules(rule: Rule, value: string): readonly (string | false)[] {
  return [
    rule.pattern !== undefined &&
      !new RegExp(`^(?:${rule.pattern})$`).test(value) &&
      `Member must satisfy regular expression pattern: ${rule.pattern}`,
    rule.values !== undefined &&
      !rule.values.includes(value) &&
      `Member must satisfy enum value set: [${rule.values.join(', ')}]`,
  ];
}

function refusal(violations: readonly Violation[]): ServiceError {
  const errors = violations.map(
    ({ member, value, constraint }) =>
      `Value ${value === undefined ? 'null' : `'${value}'`} at '${member}' failed to satisfy constraint: ${constraint}`,
  );
  const { length } = violations;
  const count = `${length} validation error${length === 1 ? '' : 's'} detected`;
  return validationError(
    `${count}: ${errors.join('; ')}`,
    violations.map(({ member }) => member).join(', '),
  );
}
