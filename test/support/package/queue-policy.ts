import type { DeployedTemplate } from './deployed-template.ts';

/** What IAM says of a caller, by condition key. SQS itself, moving a message, has none of them. */
export type Caller = Readonly<Record<string, string>>;

type Condition = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

interface Statement {
  readonly Sid: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: string | readonly string[];
  readonly Condition?: Condition;
}

/** A principal of an account. */
export function principal(arn: string, account = '111122223333'): Caller {
  return {
    'aws:PrincipalArn': arn,
    'aws:PrincipalAccount': account,
    'aws:PrincipalIsAWSService': 'false',
    'aws:SecureTransport': 'true',
  };
}

export const awsService: Caller = {
  'aws:PrincipalIsAWSService': 'true',
  'aws:SecureTransport': 'true',
};

export const sqsItself: Caller = {};

/** Of a queue, or of the bucket for files. */
export function statementsOf(template: DeployedTemplate, resource: string): readonly Statement[] {
  const { PolicyDocument } = template.propertiesOf(`${resource}Policy`);
  return Object(PolicyDocument).Statement;
}

/** Whether a statement of the policy denies the action to the caller, as IAM evaluates it. */
export function isDenied(
  statements: readonly Statement[],
  action: string,
  caller: Caller,
): boolean {
  return statements.some(
    ({ Effect, Action, Condition = {} }) =>
      Effect === 'Deny' &&
      [Action].flat().some((pattern) => isLike(action, pattern)) &&
      Object.entries(Condition).every(([operator, keys]) =>
        Object.entries(keys).every(([key, values]) =>
          holds(operator, caller[key], [values].flat()),
        ),
      ),
  );
}

/** A negated operator holds where the key is absent, as Null says; every other one does not. */
function holds(operator: string, value: string | undefined, values: readonly string[]): boolean {
  switch (operator) {
    case 'Null':
      return values.includes(`${value === undefined}`);
    case 'StringLike':
      return value !== undefined && values.some((pattern) => isLike(value, pattern));
    case 'Bool':
      return value !== undefined && values.includes(value);
    case 'StringNotEquals':
      return value === undefined || !values.includes(value);
    case 'StringNotLike':
      return value === undefined || !values.some((pattern) => isLike(value, pattern));
    default:
      throw new Error(`The test does not know the operator ${operator}.`);
  }
}

function isLike(value: string, pattern: string): boolean {
  const literal = pattern.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${literal.replaceAll('*', '.*')}$`).test(value);
}
