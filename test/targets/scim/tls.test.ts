import { once } from 'node:events';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { createSelfSignedCertificate } from '../../../bench/proxy/self-signed-certificate.ts';
import { scimTargetAt } from '../../support/directories/scim-harness.ts';

const never = new AbortController().signal;
const certificate = createSelfSignedCertificate();
const authorities = getCACertificates('default');

let server: Server;
let baseUrl: string;
let handshakes: number;
beforeEach(async () => {
  handshakes = 0;
  server = createServer({ ...certificate }, (_, response) =>
    response.end(JSON.stringify({ id: 'user-1', userName: 'zoe@example.com' })),
  );
  server.on('secureConnection', () => {
    handshakes += 1;
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  baseUrl = `https://127.0.0.1:${(server.address() as AddressInfo).port}/scim/v2`;
});
afterEach(() => {
  setDefaultCACertificates(authorities);
  server.closeAllConnections();
  server.close();
});

test('calls over TLS share a connection too', async () => {
  setDefaultCACertificates([...authorities, certificate.cert]);
  const target = scimTargetAt(baseUrl, {});
  for (let call = 0; call < 3; call += 1)
    expect(await target.get('user-1', never)).toMatchObject({ kind: 'present' });
  await target.endInvocation?.();

  expect(handshakes).toBe(1);
});

test('a server with a certificate of no known authority gets neither token nor person', async () => {
  const target = scimTargetAt(baseUrl, {});

  expect(await target.get('user-1', never)).toMatchObject({
    kind: 'unknown',
    cause: 'target-unavailable',
  });
  expect(handshakes).toBe(0);
});
