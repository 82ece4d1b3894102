import { createHash } from 'node:crypto';
import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { hire } from '../support/bodies/hires.ts';
import { readPackagedZip } from '../support/package/packaged-service.ts';
import { userIdsIn, userIdsOnRecord } from '../support/stack/user-ids.ts';
import { requestIdOf } from '../support/trials/request-id-of.ts';
import { motoServer } from './counterparts.ts';
import { describeIdentityStoreOnMoto } from './moto-identity-center.suite.ts';
import { describeReleaseOnMoto } from './moto-release.suite.ts';
import { type MotoStack, startMotoStack } from './moto-stack.ts';
import { type ServerProcess, startServerProcess } from './server-process.ts';
import { withCounterpart } from './with-counterpart.ts';

withCounterpart(motoServer, 'moto_server', () => {
  // One for all: it takes longer to start than many tests.
  let server: ServerProcess;
  beforeAll(async () => {
    server = await startServerProcess({
      command: 'moto_server',
      args: (port) => ['-p', `${port}`],
    });
  });
  afterAll(() => server.stop());

  describe('the identity store', () => describeIdentityStoreOnMoto(() => server));
  describe('the template of a release', () => describeReleaseOnMoto(() => server));

  // At the end, as the server ends with it.
  describe('the packaged template on moto_server', () => {
    let service: MotoStack;
    beforeAll(async () => {
      // Without what others deployed.
      await fetch(`${server.endpoint}/moto-api/reset`, { method: 'POST' });
      service = await startMotoStack(server);
    });
    afterAll(() => service.stop());

    test('moto’s CloudFormation stands the packaged template up, all but access policies, alarms and queries', async () => {
      const unknownToMoto = [
        'AWS::CloudWatch::Alarm',
        'AWS::Logs::QueryDefinition',
        'AWS::S3::BucketPolicy',
        'AWS::SQS::QueuePolicy',
      ];
      const { leftOut } = service.deployment;

      expect(leftOut.filter((type) => !unknownToMoto.includes(type))).toEqual([]);
    });

    test('moto’s Lambda has the function and the mapping that were packaged', async () => {
      const { codeSha256, definition, mapping, outputs } = service.deployment;

      expect(codeSha256).toBe(
        createHash('sha256').update(readPackagedZip('provisionUser')).digest('base64'),
      );
      expect(definition.variables).toMatchObject({
        USERS_TABLE_NAME: outputs.UsersTableName,
        NEW_HIRE_QUEUE_URL: outputs.NewHireQueueUrl,
        COMPLETION_QUEUE_URL: outputs.CompletionQueueUrl,
        REJECTED_QUEUE_URL: outputs.RejectedQueueUrl,
        DEAD_LETTER_QUEUE_URL: outputs.DeadLetterQueueUrl,
      });
      expect(mapping).toMatchObject({
        batchSize: 10,
        maximumConcurrency: 2,
        reportsItemFailures: true,
        enabled: true,
      });
    });

    test('moto’s SQS has the new-hire queue with its redrive, encryption and visibility', async () => {
      const { mapping, outputs } = service.deployment;
      const { Attributes } = await service.sqs.send(
        new GetQueueAttributesCommand({ QueueUrl: mapping.queueUrl, AttributeNames: ['All'] }),
      );

      expect(Attributes).toMatchObject({
        QueueArn: mapping.queueArn,
        SqsManagedSseEnabled: 'true',
        VisibilityTimeout: '360',
      });
      expect(JSON.parse(Attributes?.RedrivePolicy ?? '')).toMatchObject({ maxReceiveCount: 1000 });
      expect(outputs.NewHireQueueUrl).toBe(mapping.queueUrl);
    });

    // One after the other: moto checks a condition and writes in two steps, so of two at once both may win.
    test('hires sent to moto’s SQS become accounts, records in moto’s DynamoDB and events', async () => {
      const refused = JSON.stringify(hire({ emailAddress: 'nobody', requestId: 'refused' }));

      for (const name of ['ada', 'grace', 'joan']) {
        await service.send(
          JSON.stringify(hire({ emailAddress: `${name}@example.com`, requestId: name })),
        );
      }
      await service.untilDone();
      await service.send(
        JSON.stringify(hire({ emailAddress: 'ADA@Example.com', requestId: 'again' })),
      );
      await service.send(refused);
      await service.untilDone();

      const accounts = service.directory.users();
      const ada = accounts.find(({ emailAddress }) => emailAddress === 'ada@example.com');
      const records = await service.records();
      const events = await service.events();
      const told = Object.fromEntries(events.map((event) => [requestIdOf(event), event.data]));
      expect(accounts).toHaveLength(3);
      expect(records.map(({ state }) => state?.S)).toEqual(Array(3).fill('PROVISIONED'));
      expect(await userIdsOnRecord(service)).toEqual(userIdsIn(service.directory));
      expect(events).toHaveLength(5);
      expect(told).toMatchObject({
        ada: { outcome: 'created', userId: ada?.userId },
        grace: { outcome: 'created' },
        joan: { outcome: 'created' },
        again: { outcome: 'duplicate', userId: ada?.userId },
        refused: { reason: { code: 'invalid-message' } },
      });
      expect((await service.rejected()).map(({ body }) => body)).toEqual([refused]);
    });
  });
});
