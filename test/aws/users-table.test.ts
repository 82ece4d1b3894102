import { startDynamoDb } from '../../src/local/dynamodb.ts';
import { describeUsersTable } from './users-table.suite.ts';

describeUsersTable('dynalite', startDynamoDb);
