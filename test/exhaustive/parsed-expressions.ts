import type { UpdateItemCommandInput } from '@aws-sdk/client-dynamodb';
import updateItemValidation from 'dynalite/validations/updateItem.js';

/** What dynalite's parser leaves in a request: the values stand in it as the objects that were given. */
interface Expressions {
  readonly _updates?: unknown;
  readonly _condition?: unknown;
}

interface Parsed {
  readonly expressions: Expressions;
  /** The name of each value that the expressions were parsed with. */
  readonly names: ReadonlyMap<unknown, string>;
}

const known = new Map<string, Parsed>();

/**
 * The expressions of an update as dynalite's action takes them, each text parsed once: that takes
 * longer than all the rest.
 * @throws Error for an expression that DynamoDB would not take
 */
export function parsed(request: UpdateItemCommandInput): Expressions {
  const { UpdateExpression, ConditionExpression, ExpressionAttributeValues = {} } = request;
  const key = JSON.stringify([UpdateExpression, ConditionExpression]);
  const { expressions, names } = known.get(key) ?? parse(request);
  known.set(key, { expressions, names });
  const valuesOf = (part: unknown): unknown => {
    const name = names.get(part);
    if (name !== undefined) return ExpressionAttributeValues[name];
    if (Array.isArray(part)) return part.map(valuesOf);
    if (typeof part !== 'object' || part === null) return part;
    return Object.fromEntries(Object.entries(part).map(([field, one]) => [field, valuesOf(one)]));
  };
  return valuesOf(expressions) as Expressions;
}

function parse(request: UpdateItemCommandInput): Parsed {
  const copy: UpdateItemCommandInput & Expressions = structuredClone({ ...request });
  const invalid = updateItemValidation.custom(copy);
  if (invalid) throw new Error(invalid);
  const { _updates, _condition, ExpressionAttributeValues = {} } = copy;
  const names = Object.entries(ExpressionAttributeValues).map(
    ([name, value]) => [value, name] as const,
  );
  return { expressions: { _updates, _condition }, names: new Map(names) };
}
