import { startDynamoDb } from '../../local/emulators/dynamodb.ts';
import { describeUsersTable } from './users-table.suite.ts';

describeUsersTable('dynalite', startDynamoDb);
