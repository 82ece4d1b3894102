import type { LocalStack } from '../stack.ts';

type Stack = Pick<LocalStack, 'identity' | 'outputs'>;

export interface QueryResponse {
  readonly status: number;
  /** XML, as in AWS's query protocol. */
  readonly body: string;
}

const CLOUD_FORMATION = 'http://cloudformation.amazonaws.com/doc/2010-05-15/';
const STS = 'https://sts.amazonaws.com/doc/2011-06-15/';

export function handleQuery(form: URLSearchParams, stack: Stack): QueryResponse {
  switch (form.get('Action')) {
    case 'DescribeStacks':
      return describeStacks(form.get('StackName'), stack);
    case 'GetCallerIdentity':
      return getCallerIdentity(stack);
    default:
      return failure(
        CLOUD_FORMATION,
        'InvalidAction',
        'The local stack does not support this action',
      );
  }
}

function describeStacks(stackNameOrId: string | null, { identity, outputs }: Stack): QueryResponse {
  const { stackName, region, accountId } = identity;
  const stackId = `arn:aws:cloudformation:${region}:${accountId}:stack/${stackName}/local`;
  if (stackNameOrId !== null && ![stackName, stackId].includes(stackNameOrId))
    return failure(
      CLOUD_FORMATION,
      'ValidationError',
      `Stack with id ${stackNameOrId} does not exist`,
    );
  const members = Object.entries(outputs).map(([OutputKey, OutputValue]) =>
    element(
      'member',
      element('OutputKey', text(OutputKey)) + element('OutputValue', text(`${OutputValue}`)),
    ),
  );
  const description = [
    element('StackId', text(stackId)),
    element('StackName', text(stackName)),
    element('StackStatus', 'CREATE_COMPLETE'),
    element('CreationTime', '2026-01-01T00:00:00.000Z'),
    element('Outputs', members.join('')),
  ].join('');
  return success(
    CLOUD_FORMATION,
    'DescribeStacks',
    element('Stacks', element('member', description)),
  );
}

function getCallerIdentity({ identity }: Stack): QueryResponse {
  const fields = [
    element('Arn', `arn:aws:iam::${identity.accountId}:user/local`),
    element('UserId', 'local'),
    element('Account', identity.accountId),
  ];
  return success(STS, 'GetCallerIdentity', fields.join(''));
}

function success(namespace: string, action: string, result: string): QueryResponse {
  const body = `<${action}Response xmlns="${namespace}">${element(`${action}Result`, result)}</${action}Response>`;
  return { status: 200, body };
}

function failure(namespace: string, code: string, message: string): QueryResponse {
  const error =
    element('Type', 'Sender') + element('Code', code) + element('Message', text(message));
  const body = `<ErrorResponse xmlns="${namespace}">${element('Error', error)}</ErrorResponse>`;
  return { status: 400, body };
}

function element(name: string, content: string): string {
  return `<${name}>${content}</${name}>`;
}

function text(value: string): string {
  return value.replace(/[<>&]/g, (character) => `&#${character.charCodeAt(0)};`);
}
