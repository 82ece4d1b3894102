import { existsSync } from 'node:fs';
import { afterEach, describe, expect, test } from '@jest/globals';
import { startLocalStack } from '../../../local/stack/stack.ts';
import { createFixtureStacks, TELL } from './fixture-stack.ts';

const { start, dataFolder, cleanUp } = createFixtureStacks();
const hang = `${TELL}
  exports.handler = async ({ Records }) => {
    await tell(Records.length);
    await new Promise(() => {});
  };`;

afterEach(cleanUp);

describe('kept data', () => {
  test('kept data holds queues, their messages and accounts for the next start', async () => {
    const dataDir = await dataFolder();
    const first = await start({ dataDir, consume: false });
    await first.send('kept');
    first.directory.addUser({ emailAddress: 'ana@example.com', type: 'APP_USER' });
    await first.stop();

    const second = await start({ dataDir });

    expect(await second.told()).toMatchObject({ body: 'kept' });
    expect(second.directory.users()).toMatchObject([{ emailAddress: 'ana@example.com' }]);
    expect(second.outputs.UsersTableName).toBe(first.outputs.UsersTableName);
  });

  test('kept data takes over queues that the template has changed since', async () => {
    const dataDir = await dataFolder();
    const first = await start({ dataDir, consume: false });
    await first.stop();

    const second = await start({
      dataDir,
      consume: false,
      queueProperties: { VisibilityTimeout: 90 },
    });

    expect(await second.newHireQueue()).toMatchObject({ VisibilityTimeout: '90' });
  });

  test('kept data in use by another stack stops the start, which says so', async () => {
    const dataDir = await dataFolder();
    await start({ dataDir, consume: false });

    await expect(start({ dataDir, consume: false })).rejects.toThrow(
      /^The data folder .* cannot be used \(.*lock.*\): stop the other stack that uses it, or choose another folder\.$/,
    );
  });

  test('kept data in a place that cannot be a folder stops the start, which says so', async () => {
    const dataDir = import.meta.filename;

    await expect(start({ dataDir, consume: false })).rejects.toThrow(
      /^The data folder .*start-and-stop\.test\.ts cannot be used \(ENOTDIR.*\)/,
    );
  });
});

describe('a start that cannot succeed', () => {
  test('a start that cannot succeed says that there is no package', async () => {
    await expect(startLocalStack({ packageDir: '/nowhere' })).rejects.toThrow(
      'No package to run: /nowhere/cloudformation-template-update-stack.json cannot be read. Run "npm run package".',
    );
  });

  test.each(['sqs', 'dynamodb', 'directory'] as const)(
    'a start that cannot succeed says that the port for %s is in use',
    async (service) => {
      const other = await start({ consume: false });
      const port = Number(new URL(other.endpoints[service]).port);

      await expect(start({ ports: { [service]: port }, consume: false })).rejects.toThrow(
        `Port ${port}, for ${service}, is in use: stop the program that uses it, or choose another port.`,
      );
    },
  );

  test('a start that cannot succeed says what the function says when it cannot be loaded', async () => {
    const code = "throw new Error('TARGET must be finspace');";

    await expect(start({ code })).rejects.toMatchObject({
      name: 'LocalStackError',
      message: expect.stringMatching(
        /^The function fixture-test-Provision-\w{12} cannot be loaded\. Error: TARGET must be finspace$/,
      ),
    });
  });

  test.each([
    [
      'a property with a wrong value',
      { functionProperties: { Timeout: 'soon' } },
      /Resources\.Provision\.Properties: .*Expected number/,
    ],
    [
      'a nested property that is not known here',
      { mappingProperties: { ScalingConfig: { MaximumConcurrency: 2, Minimum: 1 } } },
      /Resources\.Mapping\.Properties: .*Expected never but received "Minimum"/,
    ],
    [
      'a runtime that is not the one of this process',
      { functionProperties: { Runtime: 'nodejs20.x' } },
      /Resources\.Provision\.Properties\.Runtime: nodejs20\.x cannot run here, this is nodejs24\.x/,
    ],
    [
      'a bucket that notifies a queue of another stack',
      {
        resources: {
          Photos: {
            Type: 'AWS::S3::Bucket',
            Properties: {
              NotificationConfiguration: {
                QueueConfigurations: [
                  { Event: 's3:ObjectCreated:*', Queue: 'arn:aws:sqs:eu-west-1:1:other' },
                ],
              },
            },
          },
        },
      },
      /Resources\.Photos: a bucket notifies a queue of the same template/,
    ],
    [
      'a mapping from a queue of another stack',
      { mappingProperties: { EventSourceArn: 'arn:aws:sqs:eu-west-1:1:other' } },
      /Resources\.Mapping: a mapping needs a queue and a function of the same template/,
    ],
  ])('a start that cannot succeed says %s', async (_, fixture, message) => {
    await expect(start({ consume: false, ...fixture })).rejects.toThrow(message);
  });
});

describe('a stop', () => {
  test('a stop in the middle of work ends every process and server', async () => {
    const stack = await start({ code: hang });
    await stack.send('under way');
    await stack.told();

    await stack.stop();

    expect(stack.functions.processes()).toBe(0);
    await expect(fetch(stack.endpoints.sqs)).rejects.toThrow();
    await expect(fetch(stack.endpoints.dynamodb)).rejects.toThrow();
    await expect(fetch(stack.endpoints.directory)).rejects.toThrow();
  });

  test('a stop can be asked for twice', async () => {
    const stack = await start({ consume: false });

    await Promise.all([stack.stop(), stack.stop()]);

    await expect(stack.stop()).resolves.toBeUndefined();
  });

  test('a stop is final', async () => {
    const stack = await start({ consume: false });
    await stack.stop();

    await expect(stack.consumption.start()).rejects.toThrow('The local stack is stopped.');
  });

  test('removes the unpacked code', async () => {
    const stack = await start({ code: 'exports.handler = async () => __dirname;' });
    const result = await stack.functions.invoke(stack.outputs.ProvisionFunctionName, {});
    const folder = String(Object(result).payload);
    const before = existsSync(folder);

    await stack.stop();

    expect([before, existsSync(folder)]).toEqual([true, false]);
  });

  test('leaves the unpacked code where it is kept', async () => {
    const keptCodeDir = await dataFolder();
    const stack = await start({ code: 'exports.handler = async () => __dirname;', keptCodeDir });
    const result = await stack.functions.invoke(stack.outputs.ProvisionFunctionName, {});
    const folder = String(Object(result).payload);

    await stack.stop();

    expect(folder.startsWith(keptCodeDir)).toBe(true);
    expect(existsSync(folder)).toBe(true);
  });
});
