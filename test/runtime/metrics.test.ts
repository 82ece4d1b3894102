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

test('an invocation with nothing to count writes nothing', async () => {
  await createMetrics({ stage: 'test', target: 'finspace' }).flush();

  expect(lines).toEqual([]);
});
