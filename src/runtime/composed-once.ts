type Handler = (command: object) => Promise<{ readonly output: unknown }>;

/** A client of the SDK, in so far as it composes the steps of a call. */
interface Composing {
  readonly config: unknown;
  readonly middlewareStack: unknown;
  send: unknown;
}

interface Command {
  resolveMiddleware(stack: unknown, config: unknown, options: SendOptions): Handler;
}

interface SendOptions {
  readonly abortSignal?: AbortSignal | undefined;
}

type Send = (command: Command, options?: SendOptions) => Promise<unknown>;

/**
 * Lets a client compose the steps of a command (serialize, sign, retry, send) once for all calls with the same signal,
 * which are those of one invocation, instead of once a call: a hire has three. The SDK's own setting for that,
 * `cacheMiddleware`, leaves out calls with a signal.
 *
 * What is composed knows the first command, with the data of a person: it is kept for no longer than the signal.
 * A call without a signal, or with other options, is composed by itself.
 */
export function composedOnce<Client extends Composing>(client: Client): Client {
  const sendAlone = (client.send as Send).bind(client);
  const handlers = new WeakMap<AbortSignal, Map<unknown, Handler>>();

  function handlerOf(command: Command, abortSignal: AbortSignal): Handler {
    const ofSignal = handlers.get(abortSignal) ?? new Map<unknown, Handler>();
    handlers.set(abortSignal, ofSignal);
    const known = ofSignal.get(command.constructor);
    if (known) return known;
    const handler = command.resolveMiddleware(client.middlewareStack, client.config, {
      abortSignal,
    });
    ofSignal.set(command.constructor, handler);
    return handler;
  }

  const send: Send = async (command, options = {}) => {
    const { abortSignal, ...others } = options;
    if (!abortSignal || Object.keys(others).length > 0) return sendAlone(command, options);
    const { output } = await handlerOf(command, abortSignal)(command);
    return output;
  };
  client.send = send;
  return client;
}
