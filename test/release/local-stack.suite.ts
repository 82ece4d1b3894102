import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { releasedPackage } from '../../local/stack/released-package.ts';
import { hire } from '../support/bodies/hires.ts';
import { type PackagedStack, startPackagedStack } from '../support/stack/packaged-stack.ts';
import { userIdsIn, userIdsOnRecord } from '../support/stack/user-ids.ts';

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

/** @param release gives the release folder */
export function describeLocalStack(release: () => string): void {
  describe('on the local stack', () => {
    let service: PackagedStack;
    beforeAll(async () => {
      const page = readFileSync(join(release(), 'joiner-finspace.yml'), 'utf8');
      const template = parse(page, { logLevel: 'silent' });
      const codeDir = join(release(), 'functions');
      const servicePackage = releasedPackage({ template, codeDir, region: 'eu-west-1', values });
      service = await startPackagedStack({ servicePackage });
    });
    afterAll(() => service.stop());

    test('a hire that is sent to a stack of the template becomes an account, a record and an event', async () => {
      await service.send(JSON.stringify(hire({ emailAddress: 'ada@example.com' })));
      await service.untilDone();

      const [account, ...others] = service.stack.directory.users();
      expect(account).toMatchObject({ emailAddress: 'ada@example.com' });
      expect(others).toEqual([]);
      expect(await userIdsOnRecord(service)).toEqual(userIdsIn(service.stack.directory));
      expect((await service.events()).map(({ data }) => data)).toMatchObject([
        { outcome: 'created' },
      ]);
    });

    test('a parameter reaches the function: a hire of another domain is rejected', async () => {
      await service.send(JSON.stringify(hire({ emailAddress: 'grace@example.org' })));
      await service.untilDone();

      const [{ attributes } = { attributes: {} }, ...others] = await service.rejected();
      expect(others).toEqual([]);
      expect(JSON.stringify(attributes)).toContain('outside-policy');
    });
  });
}
