import { beforeAll, describe, expect, test } from '@jest/globals';
import { BUDGET_KEYS } from '../../src/aws/creation-budget.ts';
import {
  type PackagedTemplate,
  readPackagedTemplate,
} from '../support/package/packaged-service.ts';

interface Statement {
  readonly Sid: string;
  readonly Action: string | readonly string[];
}

interface RoleProperties {
  readonly Policies: readonly {
    readonly PolicyDocument: { readonly Statement: readonly Statement[] };
  }[];
}

let template: PackagedTemplate;
let role: RoleProperties;
let statements: readonly Statement[];

beforeAll(() => {
  template = readPackagedTemplate();
  role = template.Resources['ProvisionUserRole']?.Properties as unknown as RoleProperties;
  statements = role.Policies.flatMap((policy) => policy.PolicyDocument.Statement).filter(
    // With the deployer's own key there is one more: test/package/encryption.test.ts.
    (statement) => 'Sid' in statement,
  );
});

describe('the role of the function', () => {
  const statement = (sid: string) => statements.find(({ Sid }) => Sid === sid);

  test('there is a role for each function, and no other', () => {
    const roles = Object.entries(template.Resources)
      .filter(([_, resource]) => resource.Type.startsWith('AWS::IAM::'))
      .map(([logicalId]) => logicalId);
    expect(roles.toSorted()).toEqual([
      'AuditRole',
      'IntakeRole',
      'ProvisionUserRole',
      'ReleaseDueHiresRole',
    ]);
  });

  test('the role of the function can be assumed by Lambda alone, for this function', () => {
    expect(role).toHaveProperty('AssumeRolePolicyDocument.Statement', [
      {
        Effect: 'Allow',
        Principal: { Service: 'lambda.amazonaws.com' },
        Action: 'sts:AssumeRole',
        Condition: {
          StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } },
          ArnEquals: {
            'aws:SourceArn': {
              'Fn::Sub':
                'arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:function:joiner-local-provisionUser',
            },
          },
        },
      },
    ]);
  });

  test('borrows no managed policy', () => {
    expect(role).not.toHaveProperty('ManagedPolicyArns');
  });

  test('grants these nine things and no other', () => {
    expect(statements.map(({ Sid }) => Sid)).toEqual([
      'WriteOwnLog',
      'ConsumeNewHires',
      'SendOutcomes',
      'KeepRecords',
      'ReadBudgetCeiling',
      'KeepScheduledHires',
      'DerivePseudonyms',
      'ManageUsers',
      // test/package/access-rules.test.ts
      'GrantGroups',
    ]);
  });

  test('names every action in full', () => {
    const actions = statements.flatMap(({ Action }) => Action);
    expect(actions.filter((action) => action.includes('*'))).toEqual([]);
  });

  test('the role of the function writes to its own log group, and makes none', () => {
    expect(statement('WriteOwnLog')).toEqual({
      Sid: 'WriteOwnLog',
      Effect: 'Allow',
      Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      Resource: { 'Fn::GetAtt': ['ProvisionUserLogGroup', 'Arn'] },
    });
  });

  test('the role of the function takes messages from the new-hire queue', () => {
    expect(statement('ConsumeNewHires')).toEqual({
      Sid: 'ConsumeNewHires',
      Effect: 'Allow',
      Action: [
        'sqs:ReceiveMessage',
        'sqs:DeleteMessage',
        'sqs:ChangeMessageVisibility',
        'sqs:GetQueueAttributes',
      ],
      Resource: { 'Fn::GetAtt': ['NewHireQueue', 'Arn'] },
    });
  });

  test('the role of the function sends to the three queues that outcomes go to', () => {
    expect(statement('SendOutcomes')).toEqual({
      Sid: 'SendOutcomes',
      Effect: 'Allow',
      Action: 'sqs:SendMessage',
      Resource: [
        { 'Fn::GetAtt': ['CompletionQueue', 'Arn'] },
        { 'Fn::GetAtt': ['RejectedQueue', 'Arn'] },
        { 'Fn::GetAtt': ['DeadLetterQueue', 'Arn'] },
      ],
    });
  });

  test('the role of the function reads and updates its own items of the users table, and deletes none', () => {
    expect(statement('KeepRecords')).toEqual({
      Sid: 'KeepRecords',
      Effect: 'Allow',
      Action: ['dynamodb:UpdateItem', 'dynamodb:GetItem'],
      Resource: { 'Fn::GetAtt': ['UsersTable', 'Arn'] },
      Condition: {
        'ForAllValues:StringLike': {
          'dynamodb:LeadingKeys': ['user#*', 'employee#*', 'stored#*', BUDGET_KEYS.count],
        },
      },
    });
  });

  test('the role of the function reads the ceiling of an operator, and never writes it', () => {
    expect(statement('ReadBudgetCeiling')).toEqual({
      Sid: 'ReadBudgetCeiling',
      Effect: 'Allow',
      Action: 'dynamodb:GetItem',
      Resource: { 'Fn::GetAtt': ['UsersTable', 'Arn'] },
      Condition: {
        'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': [BUDGET_KEYS.ceiling] },
      },
    });
  });

  test('the role of the function stores, reads and ends hires that wait, and searches for none', () => {
    expect(statement('KeepScheduledHires')).toEqual({
      Sid: 'KeepScheduledHires',
      Effect: 'Allow',
      Action: ['dynamodb:UpdateItem', 'dynamodb:GetItem', 'dynamodb:DeleteItem'],
      Resource: { 'Fn::GetAtt': ['ScheduledHiresTable', 'Arn'] },
    });
  });

  test('the role of the function creates and finds users of the environment that the function is set to', () => {
    expect(template.Resources['ProvisionUserLambdaFunction']?.Properties).toHaveProperty(
      'Environment.Variables.FINSPACE_ENVIRONMENT_ID',
      'localenvironment0000000001',
    );
    const finspace = 'arn:${AWS::Partition}:finspace:${AWS::Region}:${AWS::AccountId}';
    expect(statement('ManageUsers')).toEqual({
      Sid: 'ManageUsers',
      Effect: 'Allow',
      Action: ['finspace:CreateUser', 'finspace:ListUsers', 'finspace:GetUser'],
      Resource: [
        { 'Fn::Sub': `${finspace}:environment/localenvironment0000000001` },
        { 'Fn::Sub': `${finspace}:user/*` },
      ],
    });
  });
});
