import {
  type ScimServer,
  type ScimServerOptions,
  startScimServer,
} from '../../../local/directories/scim/server.ts';
import type { Creation, Target } from '../../../src/provisioning/ports.ts';
import { createBearerToken } from '../../../src/targets/scim/bearer-token.ts';
import { createScimClient, type ScimClient } from '../../../src/targets/scim/client.ts';
import { createScimTarget, type ScimTargetDeps } from '../../../src/targets/scim/target.ts';
import { digestsFor } from '../engine/digests.ts';
import {
  type CallHook,
  type InterceptedCall,
  startInterceptingProxy,
  type WireAnswer,
} from '../http/intercepting-proxy.ts';

export interface ScimHarness {
  readonly baseUrl: string;
  readonly server: ScimServer;
  readonly target: Target;
  /** The names of the calls so far. */
  calls(): string[];
  readonly requests: readonly InterceptedCall[];
  /** Sets what the proxy in front of the server does, in place of the previous hook. */
  quirk(hook: CallHook): void;
  /** The secret with the token: its value now, and how often it was read. */
  readonly secret: { token: string; readings: number };
  stop(): Promise<void>;
}

export interface ScimHarnessOptions extends ScimServerOptions, TargetOptions {
  readonly requestTimeoutMs?: number;
}

/** The SCIM target on a real server, behind a proxy that does what other servers do differently. */
export async function startScimHarness(options: ScimHarnessOptions = {}): Promise<ScimHarness> {
  const [server, proxy] = await Promise.all([startScimServer(options), startInterceptingProxy()]);
  const baseUrl = server.baseUrl.replace(
    server.endpoint,
    proxy.intercept('directory', server.endpoint),
  );
  const secret = { token: 'test', readings: 0 };
  const readToken = async () => {
    secret.readings += 1;
    return secret.token;
  };
  return {
    baseUrl,
    server,
    target: scimTargetAt(baseUrl, { ...options, readToken }),
    calls: () => proxy.calls.map(({ operation }) => operation),
    requests: proxy.calls,
    quirk: proxy.onCall,
    secret,
    async stop() {
      await proxy.stop();
      await server.stop();
    },
  };
}

interface ClientOptions {
  readonly requestTimeoutMs?: number;
  readonly readToken?: () => Promise<string>;
}

interface TargetOptions {
  /** Values that the function takes from its settings. */
  readonly deps?: Partial<ScimTargetDeps>;
}

/** A client like that of the function, on a server that takes the token `test`. */
export function scimClientAt(
  baseUrl: string,
  { requestTimeoutMs = 5_000, readToken = async () => 'test' }: ClientOptions = {},
): ScimClient {
  return createScimClient({ baseUrl, token: createBearerToken(readToken), requestTimeoutMs });
}

export function scimTargetAt(
  baseUrl: string,
  { uniqueUserNames = true, deps, ...options }: ScimHarnessOptions & ClientOptions & TargetOptions,
): Target {
  const client = scimClientAt(baseUrl, options);
  return createScimTarget({
    client,
    baseUrl,
    enforcesUniqueness: uniqueUserNames,
    requires: [],
    ...deps,
  });
}

/** A SCIM error response (RFC 7644, 3.12). */
export function scimError(status: number, members: object = {}, headers = {}): WireAnswer {
  return {
    status,
    headers: { 'content-type': 'application/scim+json', ...headers },
    body: JSON.stringify({
      schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
      status: String(status),
      ...members,
    }),
  };
}

/** Changes the responses of one operation. */
export function answering(
  operation: string,
  change: (answer: WireAnswer, call: InterceptedCall) => WireAnswer | undefined,
): CallHook {
  return (call, phase) =>
    phase === 'committed' && call.operation === operation && call.answer
      ? change(call.answer, call)
      : undefined;
}

/** Responds to one operation in place of the server. */
export function insteadOf(operation: string, answer: WireAnswer | 'drop'): CallHook {
  return (call, phase) => (phase === 'before' && call.operation === operation ? answer : undefined);
}

/** The first of the hooks that has an answer gives it. */
export function firstOf(...hooks: readonly CallHook[]): CallHook {
  return async (call, phase) => {
    for (const hook of hooks) {
      const verdict = await hook(call, phase);
      if (verdict) return verdict;
    }
    return undefined;
  };
}

/** A response with other members in its body. Undefined removes a member. */
export function withBody(answer: WireAnswer, members: object): WireAnswer {
  const { 'content-length': _, etag, ...headers } = answer.headers ?? {};
  return { ...answer, headers, body: JSON.stringify({ ...JSON.parse(answer.body), ...members }) };
}

export function creationOf(target: Target, fields: Partial<Creation['fields']> = {}): Creation {
  const emailAddress = fields.emailAddress ?? 'zoe@example.com';
  return {
    fields: { type: 'APP_USER', apiAccess: 'DISABLED', ...fields, emailAddress },
    clientToken: 'token-1',
    personKey: digestsFor(target.id).personKeyOf(emailAddress),
  };
}
