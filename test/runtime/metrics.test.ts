import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { createMetrics } from '../../src/runtime/metrics.ts';

let lines: string[];
beforeEach(() => {
  Object.assign(process.env, {
    POWERTOOLS_METRICS_NAMESPACE: 'Joiner',
    POWERTOOLS_SERVICE_NAME: 'joiner',
  });
  lines = [];
  jest.spyOn(process.stdout, 'write').mockImplementation((line) => {
    lines.push(String(line));
    return true;
  });
});
afterEach(() => {
  jest.restoreAllMocks();
});

test('an invocation writes one line, in the embedded metric format', async () => {
  const metrics = createMetrics({ stage: 'test', target: 'finspace' });
  metrics.count('Created');
  metrics.count('Created');
  metrics.time('TimeToReady', 250);
  metrics.age('WaitingHireAge', 90);
  await metrics.flush();

  const [line = '{}', ...others] = lines;
  const { _aws, ...values } = JSON.parse(line);
  expect(others).toEqual([]);
  expect(_aws.CloudWatchMetrics).toEqual([
    {
      Namespace: 'Joiner',
      Dimensions: [['service', 'stage', 'target']],
      Metrics: [
        { Name: 'Created', Unit: 'Count' },
        { Name: 'TimeToReady', Unit: 'Milliseconds' },
        { Name: 'WaitingHireAge', Unit: 'Seconds' },
      ],
    },
  ]);
  expect(values).toEqual({
    service: 'joiner',
    stage: 'test',
    target: 'finspace',
    Created: [1, 1],
    TimeToReady: 250,
    WaitingHireAge: 90,
  });
});

test('an invocation writes one more line for each group, with the id of the group as a dimension', async () => {
  const metrics = createMetrics({ stage: 'test', target: 'scim' });
  metrics.count('Created');
  for (const group of ['g-1', 'g-2', 'g-1']) metrics.countGrant(group);
  await metrics.flush();

  const [plain, ...ofGroups] = lines.map((line) => JSON.parse(line));
  expect(plain).toMatchObject({ Created: 1 });
  expect(plain).not.toHaveProperty('group');
  expect(ofGroups.map(({ _aws, ...values }) => values)).toEqual([
    { service: 'joiner', stage: 'test', target: 'scim', group: 'g-1', Granted: 2 },
    { service: 'joiner', stage: 'test', target: 'scim', group: 'g-2', Granted: 1 },
  ]);
  for (const { _aws } of ofGroups)
    expect(_aws.CloudWatchMetrics).toEqual([
      {
        Namespace: 'Joiner',
        Dimensions: [['service', 'stage', 'target', 'group']],
        Metrics: [{ Name: 'Granted', Unit: 'Count' }],
      },
    ]);
});

test('a group is not a dimension of what the next invocation writes', async () => {
  const metrics = createMetrics({ stage: 'test', target: 'scim' });
  metrics.countGrant('g-1');
  await metrics.flush();
  metrics.count('Created');
  await metrics.flush();

  expect(lines.map((line) => JSON.parse(line).group)).toEqual(['g-1', undefined]);
});

test('an invocation with nothing to count writes nothing', async () => {
  await createMetrics({ stage: 'test', target: 'finspace' }).flush();

  expect(lines).toEqual([]);
});
