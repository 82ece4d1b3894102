import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import type { Context } from 'aws-lambda';
import { createLog } from '../../src/runtime/log.ts';

const invocation = (awsRequestId: string) => ({ awsRequestId, functionName: 'joiner' }) as Context;

let lines: string[];

beforeEach(() => {
  // Powertools then writes to the console of the test, not straight to the process's output.
  process.env['POWERTOOLS_DEV'] = 'true';
  process.env['POWERTOOLS_LOG_LEVEL'] = 'INFO';
  lines = [];
  jest.spyOn(console, 'info').mockImplementation((line) => lines.push(line));
});

afterEach(() => {
  delete process.env['POWERTOOLS_DEV'];
  delete process.env['POWERTOOLS_LOG_LEVEL'];
  jest.restoreAllMocks();
});

test('each line names its invocation', async () => {
  const log = createLog();

  log.setInvocation(invocation('first'));
  await Promise.all([log.info('one', {}), log.info('two', {})]);
  log.setInvocation(invocation('second'));
  await log.info('three', { outcome: 'created' });

  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    { message: 'one', function_request_id: 'first' },
    { message: 'two', function_request_id: 'first' },
    { message: 'three', function_request_id: 'second', outcome: 'created' },
  ]);
});
