import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createClients } from '../../../src/operator/stack/clients.ts';
import type { Stack } from '../../../src/operator/stack/stack.ts';
import {
  type ConsoleSession,
  LOCAL_OPERATOR,
  send,
  startConsole,
} from '../../support/console/console-session.ts';

const MINUTE_MS = 60_000;
const TYPED = {
  'sec-fetch-site': 'none',
  'sec-fetch-mode': 'navigate',
  'sec-fetch-dest': 'document',
};

/** No guard asks it. */
const stack: Stack = {
  name: 'joiner-test',
  outputs: {} as Stack['outputs'],
  clients: createClients({ region: 'eu-west-1' }),
  isLocal: true,
};

let console: ConsoleSession;

beforeAll(async () => {
  console = await startConsole(stack, { changesAs: LOCAL_OPERATOR });
});

afterAll(async () => {
  await console?.stop();
  stack.clients.destroy();
});

test('the browser that was opened gets a page', async () => {
  const { status, text } = await console.get('person');

  expect(status).toBe(200);
  expect(text).toContain('<h1>Person</h1>');
});

describe('it is reached', () => {
  test('at the loopback address only', async () => {
    const { port } = new URL(console.origin);
    const others = Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .filter(({ family, internal }) => family === 'IPv4' && !internal);

    const reached = await Promise.all(
      others.map(({ address }) => isReached(address, Number(port))),
    );

    expect(await isReached('127.0.0.1', Number(port))).toBe(true);
    expect(reached).not.toContain(true);
  });

  test.each(['evil.example', 'localhost', '127.0.0.1'])('by no other name: %s', async (host) => {
    const { status } = await console.get('person', { host });

    expect(status).toBe(403);
  });
});

describe('a request of another site is refused', () => {
  test.each(['https://evil.example', 'http://127.0.0.1:1'])('by its origin: %s', async (origin) => {
    const { status } = await console.post('person', { who: 'ada' }, { origin });

    expect(status).toBe(403);
  });

  test.each(['cross-site', 'same-site', undefined])('by Sec-Fetch-Site: %s', async (site) => {
    const page = await console.get('person', { 'sec-fetch-site': site });
    // A form of another site can have the origin `null`, as our own have.
    const form = await console.post('person', { who: 'ada' }, { 'sec-fetch-site': site });

    expect([page.status, form.status]).toEqual([403, 403]);
  });

  test('where its form says that it comes from no page', async () => {
    const headers = { origin: undefined, 'sec-fetch-site': 'none' };

    const { status } = await console.post('person', { who: 'ada' }, headers);

    expect(status).toBe(403);
  });

  test('where it is a frame or a picture, though a person may type the address', async () => {
    const page = await console.get('person', TYPED);
    const frame = await console.get('person', { ...TYPED, 'sec-fetch-dest': 'iframe' });

    expect([page.status, frame.status]).toEqual([200, 403]);
  });
});

describe('the token', () => {
  const open = (
    address: string,
    headers: object = { ...TYPED, 'sec-fetch-site': 'cross-site' },
  ) => {
    const { origin, pathname, search } = new URL(address);
    return send(origin, `${pathname}${search}`, { headers: { ...headers } });
  };

  test('opens the console once', async () => {
    const address = console.running.newAddress();

    const [first, second] = [await open(address), await open(address)];

    expect([first.status, second.status]).toEqual([200, 401]);
    expect(second.headers['set-cookie']).toBeUndefined();
  });

  test('opens it within a minute', async () => {
    const address = console.running.newAddress();
    console.pass(MINUTE_MS);

    const { status } = await open(address);

    expect(status).toBe(401);
  });

  test('is not guessed: another one opens nothing', async () => {
    const { status } = await open(console.running.newAddress().replace(/.$/, '!'));

    expect(status).toBe(401);
  });

  test('opens no frame of another page', async () => {
    const { status } = await open(console.running.newAddress(), {
      ...TYPED,
      'sec-fetch-site': 'cross-site',
      'sec-fetch-dest': 'iframe',
    });

    expect(status).toBe(403);
  });
});

describe('the address that opens it', () => {
  test.each(['POST', 'HEAD'])(
    'is opened by no %s, which also does not use its token',
    async (method) => {
      const place = pathOf(console.running.newAddress());
      const headers = { ...TYPED, 'sec-fetch-site': 'same-origin' };

      const refused = await send(console.origin, place, { method, headers });
      const opened = await send(console.origin, place, { headers });

      expect([refused.status, opened.status]).toEqual([401, 200]);
    },
  );
});

test('no secret of a console is that of another one, or short', async () => {
  const other = await startConsole(stack);
  const secrets = [...(await secretsOf(console)), ...(await secretsOf(other))];
  await other.stop();

  expect(new Set(secrets).size).toBe(8);
  for (const secret of secrets) expect(secret).toMatch(/^[\w-]{43}$/);
});

describe('the session', () => {
  test('is a cookie that no script reads, no other site sends and no other path gets', async () => {
    const { origin, pathname, search } = new URL(console.running.newAddress());

    const opened = await send(origin, `${pathname}${search}`, { headers: TYPED });

    const [cookie = ''] = opened.headers['set-cookie'] ?? [];
    const attributes = cookie.split('; ').slice(1);
    expect(attributes).toEqual([`Path=${console.path}`, 'HttpOnly', 'SameSite=Strict']);
    expect(console.path).toMatch(/^\/[\w-]{43}\/$/);
  });

  test.each([undefined, 'joiner-console=guessed'])(
    'without it there is no page: %s',
    async (cookie) => {
      const { status } = await console.get('person', { cookie });

      expect(status).toBe(401);
    },
  );

  test('of another console is not accepted', async () => {
    const other = await startConsole(stack);
    const { cookie } = await openedBy(console);

    const { status } = await other.get('person', { cookie });
    await other.stop();

    expect(status).toBe(401);
  });

  test('ends after 30 minutes without use, and the server with it', async () => {
    const idle = await startConsole(stack);
    idle.pass(29 * MINUTE_MS);
    const used = await idle.get('person');
    idle.pass(29 * MINUTE_MS);
    const usedAgain = await idle.get('person');

    idle.pass(30 * MINUTE_MS);
    const end = await idle.running.ended;

    expect([used.status, usedAgain.status, end]).toEqual([200, 200, 'idle']);
    await expect(idle.get('person')).rejects.toThrow();
  });

  test('is not kept by a page that looks again by itself', async () => {
    const idle = await startConsole(stack);
    idle.pass(20 * MINUTE_MS);
    await idle.get('jobs/none/part');
    idle.pass(10 * MINUTE_MS);

    expect(await idle.running.ended).toBe('idle');
  });
});

describe('every response', () => {
  const responses: readonly [string, () => ReturnType<ConsoleSession['get']>][] = [
    ['a page', () => console.get('person')],
    ['the style sheet', () => console.get('style.css')],
    ['a refusal', () => console.get('person', { host: 'evil.example' })],
    ['a page that does not exist', () => console.get('nothing')],
    ['a redirect', () => console.post('person', { who: 'ada@example.com' })],
    ['an error', () => console.post('person', { who: 'ada' }, { 'content-type': 'text/plain' })],
  ];

  test.each(responses)(
    'allows no inline code, no frame around it, no copy and no referrer: %s',
    async (_, respond) => {
      const { headers } = await respond();

      expect(headers).toMatchObject({
        'content-security-policy':
          "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
        'x-frame-options': 'DENY',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
        'x-content-type-options': 'nosniff',
        'cache-control': 'no-store',
        'referrer-policy': 'no-referrer',
      });
    },
  );
});

describe('a form', () => {
  test.each(['', 'guessed'])('without its token is refused: "%s"', async (formToken) => {
    const { status } = await console.post('person', { who: 'ada', formToken });

    expect(status).toBe(403);
  });

  test.each(['PUT', 'PATCH'])('is refused without its token by %s, too', async (method) => {
    const { cookie } = await openedBy(console);
    const headers = {
      ...TYPED,
      cookie,
      'sec-fetch-site': 'same-origin',
      'content-type': 'application/x-www-form-urlencoded',
    };

    const { status } = await send(console.origin, `${console.path}person`, {
      method,
      headers,
      body: 'formToken=guessed',
    });

    expect(status).toBe(403);
  });

  test('of more than 51 MB is refused before it is read', async () => {
    const headers = { 'content-length': '51000001' };

    const { status } = await console.post('person', { who: 'ada' }, headers);

    expect(status).toBe(413);
  });

  test('leaves no address in the address of the page', async () => {
    const { status, headers } = await console.post('person', { who: 'ada@example.com' });

    expect(status).toBe(303);
    expect(headers.location).toMatch(/\/person\/found\/[0-9a-f-]{36}$/);
  });
});

describe('without --changes', () => {
  test.each([
    'pause',
    'resume',
    'failed/shown/x',
    'failed/message/x/fix',
    'failed/message/x/act',
    'failed/fix/x',
    'send/x',
  ])('a form that would change something is refused: %s', async (place) => {
    const reading = await startConsole(stack);

    const { status, text } = await reading.post(place, { why: 'test' });
    await reading.stop();

    expect(status).toBe(403);
    expect(text).toContain('--changes');
  });

  test.each(['failed/chosen/x', 'pause', 'resume'])(
    'a page that would show a change is refused: %s',
    async (place) => {
      const reading = await startConsole(stack);

      const { status, text } = await reading.get(place);
      await reading.stop();

      expect(status).toBe(403);
      expect(text).toContain('--changes');
    },
  );
});

test('with --changes, each page shows as who they are made', async () => {
  const { text } = await console.get('person');

  expect(text).toContain(LOCAL_OPERATOR);
});

/** What the browser gets that opens it. */
async function openedBy({ origin, running }: ConsoleSession) {
  const place = pathOf(running.newAddress());
  const { headers } = await send(origin, place, { headers: TYPED });
  const [cookie = ''] = headers['set-cookie']?.[0]?.split(';') ?? [];
  return { place, cookie };
}

/** Of the path, the token that opens, the cookie and the forms. */
async function secretsOf(one: ConsoleSession): Promise<readonly (string | undefined)[]> {
  const { place, cookie } = await openedBy(one);
  const { text } = await one.get('person');
  return [
    /^\/(.*)\/open/.exec(place)?.[1],
    /token=(.*)$/.exec(place)?.[1],
    cookie.split('=')[1],
    /name="formToken" value="([^"]+)"/.exec(text)?.[1],
  ];
}

function pathOf(address: string): string {
  const { pathname, search } = new URL(address);
  return `${pathname}${search}`;
}

function isReached(host: string, port: number): Promise<boolean> {
  return new Promise((fulfil) => {
    const socket = connect({ host, port });
    socket.once('connect', () => {
      socket.destroy();
      fulfil(true);
    });
    socket.once('error', () => fulfil(false));
  });
}
