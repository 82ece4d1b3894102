import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import type { FunctionDefinition } from '../../../../local/emulators/lambda/environment.ts';
import { createLocalFunction } from '../../../../local/emulators/lambda/function.ts';
import { writeFunction } from './function-fixture.ts';

const CLEANUPS: (() => Promise<void>)[] = [];

afterEach(async () => {
  await Promise.all(CLEANUPS.splice(0).map((cleanUp) => cleanUp()));
});

async function startFunction(code: string, overrides: Partial<FunctionDefinition> = {}) {
  const { definition, remove } = await writeFunction(code, overrides);
  const lines: string[] = [];
  const line = Promise.withResolvers<string>();
  const localFunction = createLocalFunction({
    definition,
    endpoints: { AWS_ENDPOINT_URL_SQS: 'http://127.0.0.1:1' },
    onLog: (text) => {
      lines.push(text);
      line.resolve(text);
    },
  });
  CLEANUPS.push(async () => {
    await localFunction.kill();
    await remove();
  });
  return { ...localFunction, lines, firstLine: line.promise };
}

const returned = (payload: unknown) => ({ kind: 'returned', payload });
const failed = (error: object) => ({ kind: 'failed', error: expect.objectContaining(error) });

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
    const told = await startFunction(
      `exports.handler = async (event, context) => {
         const remaining = context.getRemainingTimeInMillis();
         return { ...context, hasTime: remaining > 5000 && remaining <= 10000 };
       };`,
    );

    expect(await told.invoke({})).toEqual(
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

describe('an invocation fails', () => {
  test('an invocation fails with the error that the handler throws', async () => {
    const throwing = await startFunction(
      "exports.handler = async () => { throw new RangeError('too far'); };",
    );

    expect(await throwing.invoke({})).toEqual(
      failed({ errorType: 'RangeError', errorMessage: 'too far' }),
    );
  });

  test('an invocation fails with what the handler throws that is no error', async () => {
    const throwing = await startFunction("exports.handler = () => { throw 'words'; };");

    expect(await throwing.invoke({})).toEqual(
      failed({ errorType: 'string', errorMessage: 'words' }),
    );
  });

  test('an invocation fails when its result cannot be JSON', async () => {
    const circular = await startFunction(
      'exports.handler = async () => { const a = {}; a.a = a; return a; };',
    );

    expect(await circular.invoke({})).toEqual(failed({ errorType: 'TypeError' }));
  });

  test('an invocation fails when the process ends, and the next one starts a new process', async () => {
    const ending = await startFunction(
      'exports.handler = async ({ code }) => (code ? process.exit(code) : process.pid);',
    );

    expect(await ending.invoke({ code: 3 })).toEqual(
      failed({
        errorType: 'Runtime.ExitError',
        errorMessage: 'Runtime exited with error: exit status 3',
      }),
    );
    expect(await ending.invoke({})).toEqual(returned(expect.any(Number)));
  });

  test('an invocation fails by a kill when its time is over, and the process is gone', async () => {
    const hanging = await startFunction('exports.handler = () => { for (;;); };', {
      timeoutSeconds: 0.25,
    });

    expect(await hanging.invoke({})).toEqual(
      failed({
        errorType: 'Sandbox.Timedout',
        errorMessage: 'Task timed out after 0.25 seconds',
      }),
    );
    expect(hanging.processes()).toBe(0);
  });

  test('an invocation fails when its process is killed in the middle', async () => {
    const hanging = await startFunction(
      "exports.handler = () => { console.log('begun'); return new Promise(() => {}); };",
    );

    const result = hanging.invoke({});
    await hanging.firstLine;
    await hanging.kill();

    expect(await result).toEqual(
      failed({ errorMessage: 'Runtime exited with error: signal: SIGKILL' }),
    );
  });

  test('an invocation that fails says so in one line of the log', async () => {
    const throwing = await startFunction(
      "exports.handler = async () => { throw new RangeError('too far'); };",
    );

    await throwing.invoke({});

    expect(throwing.lines.map((line) => JSON.parse(line))).toEqual([
      {
        level: 'ERROR',
        message: 'The invocation failed',
        functionName: 'fixture',
        requestId: expect.any(String),
        errorType: 'RangeError',
        errorMessage: 'too far',
        trace: expect.arrayContaining(['RangeError: too far']),
      },
    ]);
  });
});

describe('a function that cannot be loaded', () => {
  test.each([
    ['throws while it loads', "throw new Error('TARGET is wrong');", 'Error: TARGET is wrong'],
    [
      'exports no such handler',
      'exports.other = 1;',
      'Runtime.HandlerNotFound: index.handler is undefined or not exported',
    ],
    [
      'ends while it loads, having said why',
      "console.error('no settings'); process.exit(1);",
      'Runtime.ExitError: Runtime exited with error: exit status 1\nno settings',
    ],
  ])('a function that cannot be loaded says why when it %s', async (_, code, message) => {
    const broken = await startFunction(code);

    await expect(broken.warm()).rejects.toMatchObject({ name: 'FunctionInitError', message });
  });

  test('a function that cannot be loaded says which file is missing', async () => {
    const missing = await startFunction('', { handler: 'handlers/none.handler' });

    await expect(missing.warm()).rejects.toThrow(
      "Runtime.ImportModuleError: Cannot find module 'handlers/none'",
    );
  });

  test('a function that cannot be loaded fails its invocations with the same error', async () => {
    const broken = await startFunction("throw new Error('TARGET is wrong');");

    expect(await broken.invoke({})).toEqual(
      failed({ errorType: 'Error', errorMessage: 'TARGET is wrong' }),
    );
  });

  test('a function that cannot be loaded leaves no process behind', async () => {
    const broken = await startFunction("setInterval(() => {}, 1000); throw new Error('no');");

    await expect(broken.warm()).rejects.toThrow('no');
    expect(broken.processes()).toBe(0);
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
