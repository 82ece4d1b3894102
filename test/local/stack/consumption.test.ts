import { afterEach, expect, test } from '@jest/globals';
import { expireVisibility } from '../../support/aws/expire-visibility.ts';
import { startInterceptingProxy } from '../../support/http/intercepting-proxy.ts';
import { createFixtureStacks, TELL } from './fixture-stack.ts';

const { start, cleanUp } = createFixtureStacks();

afterEach(cleanUp);

test('a mapping to a version of the function is taken for one to the function', async () => {
  const stack = await start({
    mappingProperties: { FunctionName: { Ref: 'Version' } },
    resources: {
      Version: {
        Type: 'AWS::Lambda::Version',
        Properties: { FunctionName: { Ref: 'Provision' } },
      },
    },
  });

  await stack.send('hello');

  expect(await stack.told()).toMatchObject({ body: 'hello' });
});

test('a caller can stand between the queue and its consumer', async () => {
  const proxy = await startInterceptingProxy();
  const stack = await start({
    interceptPolling: (endpoint) => proxy.intercept('sqs', endpoint),
  });

  await stack.send('hello');
  await stack.told();
  await stack.consumption.pause();
  await proxy.stop();

  const operations = new Set(proxy.calls.map(({ operation }) => operation));
  expect(operations).toEqual(new Set(['ReceiveMessage', 'DeleteMessageBatch']));
});

test('consumption that waits for its start begins only then', async () => {
  const stack = await start({ consume: false });
  await stack.send('waiting');
  const processesBefore = stack.functions.processes();

  await stack.consumption.start();

  expect(processesBefore).toBe(0);
  expect(await stack.told()).toMatchObject({ body: 'waiting' });
});

test('consumption pauses and resumes with the same process', async () => {
  const stack = await start();
  await stack.send('first');
  const first = await stack.told();

  await stack.consumption.pause();
  await stack.send('second');
  const paused = await stack.newHireQueue();
  await stack.consumption.start();

  expect(paused).toMatchObject({ ApproximateNumberOfMessages: '1' });
  expect(await stack.told()).toEqual({ body: 'second', pid: Object(first).pid });
});

test('consumption does not begin by itself where the template turns the mapping off', async () => {
  const stack = await start({ mappingProperties: { Enabled: 'false' } });

  expect(stack.functions.processes()).toBe(0);
});

test('consumption continues after every process was killed, with what was in flight once it is visible again', async () => {
  const code = `${TELL}
    exports.handler = async ({ Records: [{ attributes }] }) => {
      await tell(attributes.ApproximateReceiveCount);
      if (attributes.ApproximateReceiveCount === '1') await new Promise(() => {});
    };`;
  const stack = await start({ code });
  await stack.send('crashes once');
  const first = await stack.told();

  await stack.functions.kill();
  await expireVisibility(stack.sqs, stack.outputs.NewHireQueueUrl);

  expect([first, await stack.told()]).toEqual(['1', '2']);
});
