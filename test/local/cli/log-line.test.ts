import { expect, test } from '@jest/globals';
import { logLine } from '../../../local/cli/log-line.ts';

test('an outcome is shown with its ids', () => {
  const line = JSON.stringify({
    level: 'INFO',
    message: 'provisioned',
    outcome: 'created',
    requestId: 'R-1',
    cold_start: true,
  });

  expect(logLine(line)).toBe('provisioned outcome=created requestId=R-1');
});

test.each([
  '{"level":"ERROR","message":"unexpected error","error":{"stack":"at x"}}',
  'Node.js ran out of memory',
])('an error, and what is no entry, is shown whole: %s', (line) => {
  expect(logLine(line)).toBe(line);
});

test('metrics are not shown: only CloudWatch reads them', () => {
  expect(logLine('{"_aws":{"CloudWatchMetrics":[]},"service":"joiner","Created":1}')).toBe(
    undefined,
  );
});
