import type {
  DeleteItemCommandInput,
  PutItemCommandInput,
  UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import deleteItemValidation from 'dynalite/validations/deleteItem.js';
import putItemValidation from 'dynalite/validations/putItem.js';
import updateItemValidation from 'dynalite/validations/updateItem.js';

/** A write of a table: an update, a deletion, which has no update expression, or a whole item. */
export type WriteInput = UpdateItemCommandInput | DeleteItemCommandInput | PutItemCommandInput;

/** What dynalite's parser adds to a request. It contains the given values as the same objects. */
interface Expressions {
  readonly _updates?: unknown;
  readonly _condition?: unknown;
}

type Values = NonNullable<UpdateItemCommandInput['ExpressionAttributeValues']>;
/** Returns a new copy of what was parsed, with these values. */
type Fill = (values: Values) => unknown;

const KNOWN = new Map<string, Fill>();
/** What dynalite asks of its store to judge a request. */
const STORE = { options: { maxItemSize: 400 * 1024 } };

/**
 * The expressions of a write as dynalite's action takes them. Each text is parsed once, as
 * parsing takes longer than all the rest.
 * @throws Error for an expression that DynamoDB would not take
 */
export function parsed(request: WriteInput): Expressions {
  const { ConditionExpression, ExpressionAttributeValues = {} } = request;
  const UpdateExpression = 'UpdateExpression' in request ? request.UpdateExpression : undefined;
  const key = JSON.stringify([UpdateExpression, ConditionExpression]);
  const fill = KNOWN.get(key) ?? parse(request);
  KNOWN.set(key, fill);
  return fill(ExpressionAttributeValues) as Expressions;
}

function parse(request: WriteInput): Fill {
  const copy: WriteInput & Expressions = structuredClone({ ...request });
  const validation = validationOf(request);
  const invalid = validation.custom(copy, STORE);
  if (invalid) throw new Error(invalid);
  const { _updates, _condition, ExpressionAttributeValues = {} } = copy;
  const names = Object.entries(ExpressionAttributeValues).map(
    ([name, value]) => [value, name] as const,
  );
  return fillOf({ _updates, _condition }, new Map(names));
}

function validationOf(request: WriteInput) {
  if ('Item' in request) return putItemValidation;
  return 'UpdateExpression' in request ? updateItemValidation : deleteItemValidation;
}

/** `names`: the name of each value that the expressions were parsed with. */
function fillOf(part: unknown, names: ReadonlyMap<unknown, string>): Fill {
  const name = names.get(part);
  if (name !== undefined) return (values) => values[name];
  if (typeof part !== 'object' || part === null) return () => part;
  if (Array.isArray(part)) {
    const fills = part.map((one) => fillOf(one, names));
    return (values) => fills.map((fill) => fill(values));
  }
  const fields = Object.entries(part).map(([field, one]) => [field, fillOf(one, names)] as const);
  return (values) => {
    const copy: Record<string, unknown> = {};
    for (const [field, fill] of fields) copy[field] = fill(values);
    return copy;
  };
}
