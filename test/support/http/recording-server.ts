import { EventEmitter, once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface RecordedRequest {
  readonly method: string;
  /** Path and query of the request line. */
  readonly target: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface ScriptedAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** `hang-up` closes the connection without an answer, `silence` never answers. */
export type Script = ScriptedAnswer | 'hang-up' | 'silence';

export interface RecordingServer {
  readonly endpoint: string;
  readonly requests: readonly RecordedRequest[];
  /** Sets the answers from now on, in this order. The last one is repeated. */
  script(...answers: readonly [Script, ...Script[]]): void;
  /** Waits until so many requests have arrived since `script`. */
  untilRequests(count: number): Promise<void>;
  stop(): Promise<void>;
}

export const json = (value: unknown, status = 200): ScriptedAnswer => ({
  status,
  headers: { 'content-type': 'application/json', 'x-amzn-requestid': 'request-1' },
  body: JSON.stringify(value),
});

/** An HTTP server on a free port that records its requests and answers `{}`, or as scripted. */
export async function startRecordingServer(): Promise<RecordingServer> {
  const requests: RecordedRequest[] = [];
  const arrivals = new EventEmitter();
  let answers: Script[] = [json({})];

  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    requests.push({
      method: request.method ?? '',
      target: request.url ?? '',
      headers: request.headers,
      body: Buffer.concat(chunks).toString('utf8'),
    });
    arrivals.emit('arrival');
    const answer = (answers.length > 1 ? answers.shift() : answers[0]) as Script;
    if (answer === 'silence') return;
    if (answer === 'hang-up') {
      request.socket.destroy();
      return;
    }
    response.writeHead(answer.status, answer.headers).end(answer.body);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;

  return {
    endpoint: `http://127.0.0.1:${port}`,
    requests,
    script: (...next) => {
      answers = [...next];
      requests.length = 0;
    },
    async untilRequests(count) {
      while (requests.length < count) await once(arrivals, 'arrival');
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
