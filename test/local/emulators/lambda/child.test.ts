import { fork } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { writeFunction } from './function-fixture.ts';

const functionModule = new URL('../../../../local/emulators/lambda/function.ts', import.meta.url)
  .href;

test('a function outlives the Ctrl-C that its stack gets, so that the stack can end in order', async () => {
  const { definition, remove } = await writeFunction('exports.handler = async () => process.pid;');
  const stackFile = join(definition.codeDir, 'stack.mts');
  await writeFile(
    stackFile,
    `import { createLocalFunction } from ${JSON.stringify(functionModule)};
     const definition = ${JSON.stringify(definition)};
     const localFunction = createLocalFunction({ definition, endpoints: {}, onLog: () => {} });
     process.on('SIGINT', async () => process.send(await localFunction.invoke({})));
     process.send(await localFunction.invoke({}));`,
  );

  const stack = fork(stackFile, { execArgv: [], stdio: 'ignore', detached: true });
  const [before] = await once(stack, 'message');
  process.kill(-Number(stack.pid), 'SIGINT');
  const [after] = await once(stack, 'message');
  stack.kill('SIGKILL');

  expect(before).toEqual({ kind: 'returned', payload: expect.any(Number) });
  expect(after).toEqual(before);
  await remove();
});

test('a function does not outlive a stack that was killed', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = Object(server.address());
  // The connection lives exactly as long as the function's process.
  const { definition, remove } = await writeFunction(
    `require('node:net').connect(${port}, '127.0.0.1').on('error', () => {});
     exports.handler = async () => {};`,
  );
  const stackFile = join(definition.codeDir, 'stack.mts');
  await writeFile(
    stackFile,
    `import { createLocalFunction } from ${JSON.stringify(functionModule)};
     const definition = ${JSON.stringify(definition)};
     await createLocalFunction({ definition, endpoints: {}, onLog: () => {} }).warm();`,
  );

  const stack = fork(stackFile, { execArgv: [], stdio: 'ignore' });
  const [connection] = (await once(server, 'connection')) as [Socket];
  const closed = once(connection.resume(), 'close');
  stack.kill('SIGKILL');

  await expect(closed).resolves.toBeDefined();
  server.close();
  await remove();
});
