import { Readable } from 'node:stream';
import { HttpResponse } from '@smithy/core/protocols';

/** No client sends a command again for it. */
const NOT_SENT = new Error('A rehearsal sends nothing.');

interface Rehearsable {
  readonly middlewareStack: {
    add(
      middleware: () => () => Promise<{ readonly response: HttpResponse }>,
      options: { readonly step: 'deserialize'; readonly priority: 'low' },
    ): void;
  };
}

/**
 * Makes a client ready for its first call, which is slower than others: V8 compiles a function when it first runs,
 * and the client resolves its settings then. Does everything but send the command. Never throws.
 * @param send sends the command by the client, with options: a client may keep what it composes for a command without
 * @param output what the service would respond; ends with the request unless given
 */
export async function rehearse<Command extends Rehearsable>(
  command: Command,
  send: (command: Command) => Promise<unknown>,
  output?: object,
): Promise<void> {
  const network = async () => {
    if (output === undefined) throw NOT_SENT;
    return respond(JSON.stringify(output));
  };
  // Comes last, in place of the network.
  command.middlewareStack.add(() => network, { step: 'deserialize', priority: 'low' });
  // The first call meets the same error.
  await send(command).catch(() => {});
}

async function respond(body: string) {
  const stream = Readable.from([Buffer.from(body)]);
  return { response: new HttpResponse({ statusCode: 200, headers: {}, body: stream }) };
}
