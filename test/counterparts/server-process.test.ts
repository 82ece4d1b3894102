import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { expect, test } from '@jest/globals';
import { until } from '../support/time/until.ts';
import { startServerProcess } from './server-process.ts';

const SERVER = `require('node:http')
  .createServer((_, response) => response.end(String(process.pid)))
  .listen(Number(process.argv[1]), '127.0.0.1')`;
const node = (code: string) => ({
  command: process.execPath,
  args: (port: number) => ['-e', code, String(port)],
});

function isUp(endpoint: string): Promise<boolean> {
  return fetch(endpoint).then(
    () => true,
    () => false,
  );
}

test('a server is up once it is started, and gone once it is stopped', async () => {
  const { endpoint, stop } = await startServerProcess(node(SERVER));

  const before = await isUp(endpoint);
  await stop();

  expect(before).toBe(true);
  expect(await isUp(endpoint)).toBe(false);
});

test('the error of a server that ends before it is up has what the server wrote', async () => {
  const start = startServerProcess(node(`console.error('no disk'); process.exit(3)`));

  await expect(start).rejects.toThrow('no disk');
});

test('a server is gone once the process that started it was killed', async () => {
  const code = `
    const { startServerProcess } = await import(${JSON.stringify(resolve('test/counterparts/server-process.ts'))});
    const server = ${JSON.stringify(SERVER)};
    const args = (port) => ['-e', server, String(port)];
    const { endpoint } = await startServerProcess({ command: process.execPath, args });
    console.log(endpoint);`;
  const starter = spawn(process.execPath, ['--input-type=module', '-e', code]);
  const [endpoint] = await once(starter.stdout.setEncoding('utf8'), 'data');

  const before = await isUp(endpoint.trim());
  starter.kill('SIGKILL');
  const after = await until(
    () => isUp(endpoint.trim()),
    (up) => !up,
  );

  expect(before).toBe(true);
  expect(after).toBe(false);
});
