import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { createFunctions, returned } from './started-functions.ts';

const { startFunction, removeAll } = createFunctions();

afterEach(removeAll);

describe('an invocation', () => {
  test('an invocation passes the event to the handler and returns its result, both as JSON', async () => {
    const echo = await startFunction(
      'exports.handler = async (event) => ({ event, at: new Date(0) });',
    );

    const result = await echo.invoke({ a: [1, 'b', undefined] });

    expect(result).toEqual(
      returned({ event: { a: [1, 'b', null] }, at: '1970-01-01T00:00:00.000Z' }),
    );
  });

  test('an invocation returns null where the handler returns nothing', async () => {
    const silent = await startFunction('exports.handler = async () => {};');

    expect(await silent.invoke({})).toEqual(returned(null));
  });

  test('an invocation gives the handler its request id, its function and its remaining time', async () => {
    const showing = await startFunction(
      `exports.handler = async (event, context) => {
         const remaining = context.getRemainingTimeInMillis();
         return { ...context, hasTime: remaining > 5000 && remaining <= 10000 };
       };`,
    );

    expect(await showing.invoke({})).toEqual(
      returned({
        awsRequestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
        functionName: 'fixture',
        functionVersion: '$LATEST',
        invokedFunctionArn: 'arn:aws:lambda:eu-west-1:000000000000:function:fixture',
        memoryLimitInMB: '512',
        logGroupName: '/aws/lambda/fixture',
        logStreamName: expect.stringMatching(/^\d{4}\/\d\d\/\d\d\/\[\$LATEST][0-9a-f]{32}$/),
        hasTime: true,
      }),
    );
  });

  test('uses a process again while it is free', async () => {
    const counting = await startFunction(
      'let calls = 0; exports.handler = async () => ({ pid: process.pid, calls: ++calls });',
    );

    const first = await counting.invoke({});
    const second = await counting.invoke({});

    expect(first).toEqual(returned({ pid: expect.any(Number), calls: 1 }));
    expect(second).toEqual(returned({ ...Object(first).payload, calls: 2 }));
  });

  test('an invocation gets a process of its own while the others are busy', async () => {
    const slow = await startFunction(
      'exports.handler = () => new Promise((answer) => setTimeout(answer, 300, process.pid));',
    );

    const results = await Promise.all([slow.invoke({}), slow.invoke({})]);

    expect(new Set(results.map((result) => Object(result).payload)).size).toBe(2);
    expect(slow.processes()).toBe(2);
  });

  test('an invocation that is frozen stops while others continue, and ends once it is released', async () => {
    const waiting = await startFunction(`
      const { existsSync } = require('node:fs');
      exports.handler = async () => {
        console.log('begun');
        while (!existsSync('gate')) await new Promise(setImmediate);
        return 'done';
      };`);
    let isOver = false;

    const first = waiting.invoke({});
    void first.then(() => {
      isOver = true;
    });
    await waiting.firstLine;
    const thaw = waiting.freeze();
    await writeFile(join(waiting.definition.codeDir, 'gate'), '');
    const second = await waiting.invoke({});
    const wasOver = isOver;
    thaw();

    expect([second, wasOver, await first]).toEqual([returned('done'), false, returned('done')]);
  });

  test('loads a handler that is an ES module in a folder', async () => {
    const { writeFile, mkdir } = await import('node:fs/promises');
    const nested = await startFunction('', { handler: 'deep.er/module.run' });
    await mkdir(`${nested.definition.codeDir}/deep.er`);
    await writeFile(
      `${nested.definition.codeDir}/deep.er/module.mjs`,
      'export const run = async () => import.meta.filename;',
    );

    expect(await nested.invoke({})).toEqual(
      returned(expect.stringMatching(/deep\.er\/module\.mjs$/)),
    );
  });
});

describe("a function's environment", () => {
  test('an invocation is the template’s variables, what Lambda sets and the endpoints, and nothing of the parent’s', async () => {
    const shown = await startFunction('exports.handler = async () => process.env;', {
      variables: { USERS_TABLE_NAME: 'users' },
    });

    const { codeDir } = shown.definition;

    expect(await shown.invoke({})).toEqual(
      returned({
        USERS_TABLE_NAME: 'users',
        AWS_ENDPOINT_URL_SQS: 'http://127.0.0.1:1',
        AWS_REGION: 'eu-west-1',
        AWS_DEFAULT_REGION: 'eu-west-1',
        AWS_ACCESS_KEY_ID: 'test',
        AWS_SECRET_ACCESS_KEY: 'test',
        AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
        AWS_LAMBDA_FUNCTION_NAME: 'fixture',
        AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
        AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '512',
        AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
        AWS_LAMBDA_LOG_FORMAT: 'Text',
        AWS_LAMBDA_LOG_GROUP_NAME: '/aws/lambda/fixture',
        AWS_LAMBDA_LOG_STREAM_NAME: expect.any(String),
        _HANDLER: 'index.handler',
        LAMBDA_TASK_ROOT: codeDir,
        HOME: codeDir,
        LANG: 'en_US.UTF-8',
        PATH: '/usr/local/bin:/usr/bin:/bin',
        TZ: ':UTC',
      }),
    );
  });

  test('an invocation has its local time in UTC', async () => {
    const zoned = await startFunction('exports.handler = async () => new Date(0).getHours();');

    expect(await zoned.invoke({})).toEqual(returned(0));
  });
});

test('what a function writes reaches the log line by line', async () => {
  const writing = await startFunction(
    `exports.handler = async () => process.stdout.write('one\\ntwo\\n');`,
  );

  await writing.invoke({});
  await writing.kill();

  expect(writing.lines).toEqual(['one', 'two']);
});
