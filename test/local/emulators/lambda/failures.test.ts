import { afterEach, describe, expect, test } from '@jest/globals';
import { createFunctions, returned } from './started-functions.ts';

const { startFunction, removeAll } = createFunctions();

afterEach(removeAll);

const failed = (error: object) => ({ kind: 'failed', error: expect.objectContaining(error) });

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
