import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type ScimServer, startScimServer } from '../../../../local/directories/scim/server.ts';

let server: ScimServer;

beforeEach(async () => {
  server = await startScimServer();
});

afterEach(() => server.stop());

test('announces no end to idle connections: none breaks at the moment of its next use', async () => {
  const answer = await fetch(`${server.baseUrl}/Users`, {
    headers: { authorization: 'Bearer test' },
  });

  expect([answer.status, answer.headers.get('keep-alive')]).toEqual([200, null]);
});
