import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import type { AddressInfo, Server } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type OperableStack, startOperableStack } from '../../local/cli/operable-stack.ts';
import { TARGETS } from '../../local/directories/directories.ts';
import { packageDirOf } from '../../local/stack/packaging.ts';

/** Node's own report of each server that listens. */
const LISTENING = 'tracing:net.server.listen:asyncStart';

/** What pages have a browser send. */
const OF_PAGES = [
  ['a form of another site', { origin: 'https://evil.example' }],
  ['a form of a page without referrer', { origin: 'null' }],
  ['a page on another port', { origin: 'http://127.0.0.1:1', 'sec-fetch-site': 'same-site' }],
  ['an image of another site', { 'sec-fetch-site': 'cross-site' }],
  ['a name that a page points here', { host: 'evil.example' }],
  ['a name that begins as this machine', { host: '127.0.0.1.evil.example' }],
] as const;

describe.each(TARGETS)('of a local stack of %s', (target) => {
  const servers: Server[] = [];
  const note = (message: unknown) => void servers.push(Object(message).server);
  let operable: OperableStack;

  beforeAll(async () => {
    subscribe(LISTENING, note);
    operable = await startOperableStack({ packageDir: packageDirOf(target), consume: false });
    unsubscribe(LISTENING, note);
  });

  afterAll(() => operable?.stop());

  /** Whether each server that the stack opened refuses a request as a foreign one. */
  function refusals(method: string, headers: Readonly<Record<string, string>>) {
    return Promise.all(servers.map((server) => isRefused(server, method, headers)));
  }

  test('the servers are all that its clients and functions call', () => {
    const { endpoints } = operable.stack;
    const called = [...Object.values(endpoints), ...Object.values(operable.environment)];
    const ports = called.flatMap((value) => /^http:\/\/127\.0\.0\.1:(\d+)/.exec(value)?.[1] ?? []);

    expect(new Set(servers.map(portOf))).toEqual(new Set(ports.map(Number)));
  });

  test.each(OF_PAGES)('each server refuses %s', async (_, headers) => {
    for (const method of ['GET', 'POST', 'PUT', 'DELETE', 'OPTIONS'])
      expect(await refusals(method, headers)).toEqual(servers.map(() => true));
  });

  test.each(['127.0.0.1', 'localhost'])('each server takes requests to %s', async (name) => {
    const ofName = (server: Server) =>
      isRefused(server, 'POST', { host: `${name}:${portOf(server)}` });

    expect(await Promise.all(servers.map(ofName))).toEqual(servers.map(() => false));
  });

  test('each server takes the address that an operator types', async () => {
    expect(await refusals('GET', { 'sec-fetch-site': 'none' })).toEqual(servers.map(() => false));
  });
});

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

/** A double of AWS has the same status for a request without a signature. */
async function isRefused(
  server: Server,
  method: string,
  headers: Readonly<Record<string, string>>,
): Promise<boolean> {
  const sent = request({ host: '127.0.0.1', port: portOf(server), method, headers }).end();
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  const body = await text(response);
  return response.statusCode === 403 && body.startsWith('The local stack takes ');
}
