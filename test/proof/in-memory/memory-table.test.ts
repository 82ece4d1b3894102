import { createUsersTable } from '../../../src/aws/users-table.ts';
import { describeUsersStore } from '../../aws/users-store.suite.ts';
import { createMemoryTable } from './memory-table.ts';

const { client } = createMemoryTable();
const store = createUsersTable({ client, tableName: 'users' });

describeUsersStore('the users table in memory', () => store);
