import { afterAll, beforeAll, expect, test } from '@jest/globals';
import {
  type InterceptingProxy,
  startInterceptingProxy,
} from '../../support/http/intercepting-proxy.ts';
import {
  type PackageVariant,
  writeVariantWithVariables,
} from '../../support/package/package-variant.ts';
import { type PackagedStack, startPackagedStack } from '../../support/stack/packaged-stack.ts';

const hire = { emailAddress: 'Anahita@example.com', firstName: 'Anahita', lastName: 'Farrokhzad' };
// Powertools' own switches, which an operator can set.
const talkative = { POWERTOOLS_LOGGER_LOG_EVENT: 'true', POWERTOOLS_LOG_LEVEL: 'TRACE' };

let variant: PackageVariant;
let proxy: InterceptingProxy;
let service: PackagedStack;

beforeAll(async () => {
  variant = await writeVariantWithVariables(talkative);
  proxy = await startInterceptingProxy();
  const { packageDir } = variant;
  service = await startPackagedStack({ packageDir, interceptEndpoint: proxy.intercept });
  await service.send(JSON.stringify(hire));
  await service.untilDone();
});

afterAll(async () => {
  await service?.stop();
  await proxy?.stop();
  await variant?.remove();
});

test('a hire on the queue of the packaged stack becomes an account and an event', async () => {
  const [account] = service.stack.directory.users();

  expect(account).toMatchObject({ ...hire, emailAddress: 'anahita@example.com' });
  expect(await service.events()).toMatchObject([
    {
      type: 'joiner.user.provisioned.v1',
      data: { emailAddress: 'anahita@example.com', userId: account?.userId, outcome: 'created' },
    },
  ]);
});

test('every call of the packaged function can be intercepted, in the order in which it makes them', () => {
  expect(proxy.calls.map(({ service, operation }) => `${service} ${operation}`)).toEqual([
    'kms GenerateMac',
    'sqs ChangeMessageVisibilityBatch',
    'dynamodb UpdateItem',
    'directory CreateUser',
    'dynamodb UpdateItem',
    'sqs SendMessageBatch',
  ]);
});

test('the log holds nothing of the message, even where Powertools is set to log events', () => {
  const log = service.log.join('\n').toLowerCase();

  expect(log).toContain('"message":"provisioned"');
  expect(log).not.toMatch(/anahita|farrokhzad|emailaddress/);
});
