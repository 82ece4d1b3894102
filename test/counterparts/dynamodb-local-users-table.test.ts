import { describeUsersTable } from '../aws/users-table.suite.ts';
import { dynamodbLocal } from './counterparts.ts';
import { startDynamodbLocal } from './dynamodb-local.ts';
import { withCounterpart } from './with-counterpart.ts';

withCounterpart(dynamodbLocal, 'the users table on DynamoDB Local', () => {
  describeUsersTable('DynamoDB Local', startDynamodbLocal);
});
