import { type IncomingHttpHeaders, request } from 'node:http';
import type { LocalStackOptions } from '../../../local/stack/stack.ts';
import {
  type ConsoleOptions,
  type RunningConsole,
  serveConsole,
} from '../../../src/operator/console/serve-console.ts';
import type { Stack } from '../../../src/operator/stack/stack.ts';
import { type OperatedStack, startOperatedStack } from '../operator/operated-stack.ts';

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

type Headers = Readonly<Record<string, string | undefined>>;
type Fields = Readonly<Record<string, string | readonly string[]>>;

/** A console, and a client of it that a test may have say anything. */
export interface ConsoleSession {
  readonly running: RunningConsole;
  /** `http://127.0.0.1:PORT` */
  readonly origin: string;
  /** Of the pages, from slash to slash. */
  readonly path: string;
  /** Moves the clock of the console. */
  pass(ms: number): void;
  /** As the browser that was opened; a header that is undefined is not sent. */
  get(place: string, headers?: Headers): Promise<Answer>;
  /** As a form of the page of this place would. */
  post(place: string, fields: Fields, headers?: Headers): Promise<Answer>;
  /** Follows redirects and waits for work, until there is a page. */
  page(place: string): Promise<string>;
  /** Posts a file, and follows to the page. */
  upload(place: string, name: string, content: string): Promise<string>;
  /** Posts, and follows to the page. */
  submit(place: string, fields: Fields): Promise<string>;
  stop(): Promise<void>;
}

const NAVIGATION = {
  'sec-fetch-site': 'same-origin',
  'sec-fetch-mode': 'navigate',
  'sec-fetch-dest': 'document',
} as const;

/** Whom a local stack takes every caller for. */
export const LOCAL_OPERATOR = 'arn:aws:iam::000000000000:user/local';

/** As a browser makes it: longer than any word of a file. */
const BOUNDARY = '----FormBoundary7MA4YWxkTrZu0gW';

/** Starts a console on a stack. */
export async function startConsole(
  stack: Stack,
  options: Partial<Pick<ConsoleOptions, 'auditFile' | 'changesAs'>> = {},
): Promise<ConsoleSession> {
  const ending = new AbortController();
  let passedMs = 0;
  const clock = { now: () => Date.now() + passedMs };
  const running = await serveConsole(stack, { clock, signal: ending.signal, ...options });
  const { origin, pathname, search } = new URL(running.newAddress());
  const path = pathname.replace(/open$/, '');
  const opened = await send(origin, `${pathname}${search}`, {
    headers: { ...NAVIGATION, 'sec-fetch-site': 'cross-site' },
  });
  const cookie = opened.headers['set-cookie']?.[0]?.split(';')[0] ?? '';
  const get = (place: string, headers: Headers = {}) =>
    send(origin, placeIn(path, place), { headers: { ...NAVIGATION, cookie, ...headers } });

  async function formToken(): Promise<string> {
    const { text } = await get('person');
    return /name="formToken" value="([^"]+)"/.exec(text)?.[1] ?? '';
  }

  const postBody = (place: string, body: string, type: string, headers: Headers = {}) =>
    send(origin, placeIn(path, place), {
      method: 'POST',
      body,
      headers: { ...NAVIGATION, cookie, origin: 'null', 'content-type': type, ...headers },
    });

  async function post(place: string, fields: Fields, headers: Headers = {}) {
    const pairs = Object.entries({ formToken: await formToken(), ...fields }).flatMap(
      ([name, values]) => [values].flat().map((value): [string, string] => [name, value]),
    );
    const body = new URLSearchParams(pairs).toString();
    return postBody(place, body, 'application/x-www-form-urlencoded', headers);
  }

  async function upload(place: string, name: string, content: string): Promise<string> {
    const part = (head: string, text: string) =>
      `--${BOUNDARY}\r\nContent-Disposition: form-data; ${head}\r\n\r\n${text}\r\n`;
    const token = part('name="formToken"', await formToken());
    const file = part(`name="file"; filename="${name}"`, content);
    return follow(
      await postBody(
        place,
        `${token}${file}--${BOUNDARY}--\r\n`,
        `multipart/form-data; boundary=${BOUNDARY}`,
      ),
    );
  }

  async function follow(answer: Answer): Promise<string> {
    const { location } = answer.headers;
    if (location !== undefined) return follow(await get(location));
    const [, part] = /data-part="([^"]+)"/.exec(answer.text) ?? [];
    const [, next] = /data-next="([^"]+)"/.exec(answer.text) ?? [];
    if (part === undefined || next === undefined) return answer.text;
    while (!JSON.parse((await get(part)).text).isDone);
    return follow(await get(next));
  }

  return {
    running,
    origin,
    path,
    pass(ms) {
      passedMs += ms;
    },
    get,
    post,
    page: async (place) => follow(await get(place)),
    upload,
    submit: async (place, fields) => follow(await post(place, fields)),
    async stop() {
      ending.abort();
      await running.ended;
    },
  };
}

/** A local stack with a console. */
export async function startConsoleStack(
  options: LocalStackOptions & { readonly changes?: boolean } = {},
): Promise<OperatedStack & { readonly console: ConsoleSession }> {
  const { changes = false, ...others } = options;
  const service = await startOperatedStack(others);
  const console = await startConsole(
    service.operated,
    changes ? { changesAs: LOCAL_OPERATOR } : {},
  );
  return {
    ...service,
    console,
    async stop() {
      await console.stop();
      await service.stop();
    },
  };
}

function placeIn(path: string, place: string): string {
  return place.startsWith('/') ? place : `${path}${place}`;
}

interface Sent {
  readonly method?: string;
  readonly body?: string;
  readonly headers: Headers;
}

/** Unlike `fetch`, it lets the test set the headers that only a browser sets. */
export function send(origin: string, path: string, { method = 'GET', body, headers }: Sent) {
  const { hostname, port } = new URL(origin);
  const given = Object.entries(headers).filter(([, value]) => value !== undefined);
  return new Promise<Answer>((fulfil, reject) => {
    const sent = request(
      {
        hostname,
        // A connection of its own: a server may close one that it refused.
        agent: false,
        port,
        path,
        method,
        headers: Object.fromEntries(given) as Record<string, string>,
      },
      (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (part) => {
          text += part;
        });
        response.on('end', () =>
          fulfil({ status: response.statusCode ?? 0, headers: response.headers, text }),
        );
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}
