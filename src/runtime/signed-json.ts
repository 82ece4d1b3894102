import { setTimeout as delay } from 'node:timers/promises';
import { defaultProvider } from '@aws-sdk/credential-provider-node';
import { HttpRequest } from '@smithy/core/protocols';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { SignatureV4 } from '@smithy/signature-v4';
import { awsClientSettings } from './aws-clients.ts';

const ATTEMPTS = 3;
const FIRST_DELAY_MS = 100;

/** A service of AWS that speaks JSON, as its calls find it. */
export interface JsonService {
  /** As errors name it. */
  readonly title: string;
  readonly signingName: string;
  readonly region: string;
  readonly endpoint: URL;
  readonly contentType: string;
}

export interface SignedJson {
  /**
   * One call of the service.
   * @param target the service's own name of the operation
   * @throws the network's error, or one with the service's code, after three attempts
   */
  call(target: string, input: object, signal?: AbortSignal): Promise<Record<string, unknown>>;
  /** Closes the connections. */
  close(): void;
}

/** The service refused the call, or responded with no JSON. `name` is its own error code. */
class ServiceCallError extends Error {
  readonly $metadata: { readonly httpStatusCode: number };

  constructor(title: string, code: string, httpStatusCode: number) {
    super(`${title} refused the call.`);
    this.name = code;
    this.$metadata = { httpStatusCode };
  }
}

/**
 * Signs and sends calls with the parts that the SDK's clients are made of, for calls that no hire can begin without.
 * A client of the SDK creates a class for each error of its service when it loads: that of KMS is a seventh of the
 * function's import (docs/generated/benchmarks.md).
 */
export function createSignedJson(service: JsonService): SignedJson {
  const { requestHandler, sha256 } = awsClientSettings;
  const { region, signingName } = service;
  const credentials = defaultProvider();
  const signer = new SignatureV4({ credentials, region, service: signingName, sha256 });
  const handler = new NodeHttpHandler(requestHandler);

  async function send(target: string, body: string, abortSignal: AbortSignal | undefined) {
    const request = (await signer.sign(requestTo(service, target, body))) as HttpRequest;
    const { response } = await handler.handle(request, { ...(abortSignal && { abortSignal }) });
    const output = JSON.parse(await textOf(response.body));
    if (response.statusCode === 200) return output;
    const code = String(output.__type ?? `${service.title}Error`).replace(/^.*#/, '');
    throw new ServiceCallError(service.title, code, response.statusCode);
  }

  return {
    async call(target, input, signal) {
      const body = JSON.stringify(input);
      for (let attempt = 1; ; attempt += 1) {
        signal?.throwIfAborted();
        try {
          return await send(target, body, signal);
        } catch (error) {
          if (attempt === ATTEMPTS || !isTransient(error)) throw error;
          await delay(FIRST_DELAY_MS * attempt);
        }
      }
    },
    close: () => handler.destroy(),
  };
}

function requestTo({ endpoint, contentType }: JsonService, target: string, body: string) {
  const { protocol, hostname, port, pathname } = endpoint;
  return new HttpRequest({
    method: 'POST',
    protocol,
    hostname,
    ...(port !== '' && { port: Number(port) }),
    path: pathname,
    headers: {
      host: port === '' ? hostname : `${hostname}:${port}`,
      'content-type': contentType,
      'x-amz-target': target,
    },
    body,
  });
}

async function textOf(body: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

/** A refusal stays one; a throttled call and a failure of the service may pass. */
function isTransient(error: unknown): boolean {
  if (!(error instanceof ServiceCallError)) return true;
  return /Throttl/.test(error.name) || error.$metadata.httpStatusCode >= 500;
}
