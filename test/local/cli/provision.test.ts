import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type OperableStack, startOperableStack } from '../../../local/cli/operable-stack.ts';
import { type ProvisionOptions, provision } from '../../../local/cli/provision.ts';
import { createQueueWatch, type QueueWatch } from '../../../local/cli/queue-watch.ts';
import { createClients } from '../../../src/operator/stack/clients.ts';
import { expireVisibility } from '../../support/aws/expire-visibility.ts';
import { until } from '../../support/time/until.ts';

const ann = { line: 1, body: '{"emailAddress":"ann@example.com"}' };

let watch: QueueWatch;
let operable: OperableStack;
let invocations: number;

beforeEach(async () => {
  watch = createQueueWatch();
  invocations = 0;
  operable = await startOperableStack({
    onInvocation() {
      invocations += 1;
      watch.onInvocation();
    },
  });
});

afterEach(() => operable.stop());

const provisionAnn = (options: Partial<ProvisionOptions> = {}) =>
  provision(operable, {
    messages: [ann],
    watch,
    timeoutMs: 600_000,
    signal: new AbortController().signal,
    onProgress: () => {},
    ...options,
  });

test('a hire that is retried is waited for', async () => {
  const { directory, outputs } = operable.stack;
  directory.faults.next('CreateUser', { kind: 'unavailable' });
  const { sqs, destroy } = createClients(operable);
  const provisioning = provisionAnn();
  await until(
    () => invocations,
    (count) => count === 1,
  );

  await expireVisibility(sqs, outputs.NewHireQueueUrl);

  expect(await provisioning).toMatchObject({
    isQueueEmpty: true,
    hires: [{ end: { kind: 'provisioned', outcome: 'created' } }],
  });
  destroy();
});

test.each([
  ['none of the groups that the rules of the stack give', 'finspace', true],
  ['groups that no one knows, as the rules are not those of the stack', 'scim', false],
])('a hire with an account from before has %s', async (_case, sample, differs) => {
  operable.stack.directory.addUser({
    emailAddress: 'ann@example.com',
    createTime: Date.parse('2024-03-04'),
  });
  const body = '{"emailAddress":"ann@example.com","department":"Portfolio Management"}';

  const { hires } = await provisionAnn({
    messages: [{ line: 1, body }],
    rulesFile: `events/access-rules/${sample}.yml`,
  });

  expect(hires).toMatchObject([{ end: { kind: 'provisioned', outcome: 'existing', differs } }]);
});

test('a hire that has not reached its end in time is returned without one', async () => {
  await operable.stack.consumption.pause();

  const { hires, isQueueEmpty } = await provisionAnn({ timeoutMs: 1 });

  expect(isQueueEmpty).toBe(false);
  expect(hires).toHaveLength(1);
  expect(hires[0]).not.toHaveProperty('end');
});

test('an interruption rejects with its reason', async () => {
  const interruption = new AbortController();

  const provisioning = provisionAnn({
    signal: interruption.signal,
    onProgress: () => interruption.abort(new Error('interrupted')),
  });

  await expect(provisioning).rejects.toThrow('interrupted');
});
