import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { releasedPackage } from '../../../local/stack/released-package.ts';
import { writeTemplate } from '../../../release/template/write-templates.ts';
import { hire } from '../../support/bodies/hires.ts';
import { type PackagedStack, startPackagedStack } from '../../support/stack/packaged-stack.ts';
import { userIdsIn, userIdsOnRecord } from '../../support/stack/user-ids.ts';

// Bundles a function, and starts it.
jest.setTimeout(180_000);

const values = {
  Stage: 'prod',
  CodeBucket: 'code',
  CodePrefix: 'joiner/',
  Senders: 'anyone-in-account',
  OperatorRoleArns: 'anyone-in-account',
  CompletionReaders: 'anyone-in-account',
  AllowedEmailDomains: 'example.com',
  CreationsPerHour: 'none',
  FinspaceEnvironmentId: 'localenvironment0000000001',
};

let folder: string;
let service: PackagedStack;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'joiner-release-'));
  const { template } = await writeTemplate({ target: 'finspace' }, folder);
  const codeDir = join(folder, 'functions');
  const servicePackage = releasedPackage({ template, codeDir, region: 'eu-west-1', values });
  service = await startPackagedStack({ servicePackage });
});
afterAll(async () => {
  await service.stop();
  await rm(folder, { recursive: true });
});

test('a hire that is sent to a stack of the template becomes an account, a record and an event', async () => {
  await service.send(JSON.stringify(hire({ emailAddress: 'ada@example.com' })));
  await service.untilDone();

  const [account, ...others] = service.stack.directory.users();
  expect(account).toMatchObject({ emailAddress: 'ada@example.com' });
  expect(others).toEqual([]);
  expect(await userIdsOnRecord(service)).toEqual(userIdsIn(service.stack.directory));
  expect((await service.events()).map(({ data }) => data)).toMatchObject([{ outcome: 'created' }]);
});

test('a parameter reaches the function: a hire of another domain is rejected', async () => {
  await service.send(JSON.stringify(hire({ emailAddress: 'grace@example.org' })));
  await service.untilDone();

  const [{ attributes } = { attributes: {} }, ...others] = await service.rejected();
  expect(others).toEqual([]);
  expect(JSON.stringify(attributes)).toContain('outside-policy');
});
