import { expect, test } from '@jest/globals';
import { readPackagedTemplate } from '../support/package/packaged-service.ts';

test('the scripts run on the Node.js that Lambda runs the function on', () => {
  const { Properties } = readPackagedTemplate().Resources['ProvisionUserLambdaFunction'] ?? {};
  expect(Properties).toHaveProperty('Runtime', `nodejs${process.versions.node.split('.')[0]}.x`);
});
