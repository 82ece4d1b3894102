import { type ServiceError, serializationError } from '../aws-double/service-error.ts';
import { INPUT_RULES, type Inputs, type Operation, type Rule } from './input-rules.ts';
import { validationError } from './service-errors.ts';

/** Where members stand before they are checked: query and path give text, the body gives JSON values. */
export interface RawInput {
  readonly path: Readonly<Record<string, unknown>>;
  readonly query: Readonly<Record<string, unknown>>;
  readonly body: Uint8Array;
}

/**
 * The members of an operation's input, checked. Unknown members are ignored and null is absent, as
 * AWS's JSON protocols have it.
 *
 * @throws {ServiceError} SerializationException for what cannot be parsed; ValidationException for
 * what breaks a rule, its message quoting the value as AWS's messages do.
 */
export function readInput<O extends Operation>(operation: O, raw: RawInput): Inputs[O] {
  const places = { path: raw.path, query: raw.query, body: parseBody(raw.body) };
  const input: Record<string, string | number> = {};
  const broken: Broken[] = [];
  for (const [member, rule] of Object.entries(INPUT_RULES[operation])) {
    const value = readMember(rule, places[rule.location][member]);
    if (value !== undefined) input[member] = value;
    broken.push(...brokenConstraints(member, rule, value));
  }
  if (broken.length > 0) throw refusal(broken);
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

interface Broken {
  readonly member: string;
  readonly value: string | number | undefined;
  readonly constraint: string;
}

function brokenConstraints(
  member: string,
  rule: Rule,
  value: string | number | undefined,
): readonly Broken[] {
  const constraints =
    value === undefined
      ? [rule.required && 'Member must not be null']
      : [...brokenBounds(rule, value), ...brokenText(rule, String(value))];
  return constraints
    .filter((constraint) => typeof constraint === 'string')
    .map((constraint) => ({ member, value, constraint }));
}

function brokenBounds(rule: Rule, value: string | number): readonly (string | false)[] {
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

function brokenText(rule: Rule, value: string): readonly (string | false)[] {
  return [
    rule.pattern !== undefined &&
      !new RegExp(`^(?:${rule.pattern})$`).test(value) &&
      `Member must satisfy regular expression pattern: ${rule.pattern}`,
    rule.values !== undefined &&
      !rule.values.includes(value) &&
      `Member must satisfy enum value set: [${rule.values.join(', ')}]`,
  ];
}

function refusal(broken: readonly Broken[]): ServiceError {
  const errors = broken.map(
    ({ member, value, constraint }) =>
      `Value ${value === undefined ? 'null' : `'${value}'`} at '${member}' failed to satisfy constraint: ${constraint}`,
  );
  const count = `${broken.length} validation error${broken.length === 1 ? '' : 's'} detected`;
  return validationError(
    `${count}: ${errors.join('; ')}`,
    broken.map(({ member }) => member).join(', '),
  );
}
