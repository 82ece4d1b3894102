import type { MiddlewareStack } from '@smithy/types';

interface Client<Input extends object, Output extends object> {
  readonly middlewareStack: MiddlewareStack<Input, Output>;
}

/** Answers a list that every request the client sends adds its operation to, SDK retries included. */
export function recordOperations<Input extends object, Output extends object>(
  client: Client<Input, Output>,
): string[] {
  const operations: string[] = [];
  client.middlewareStack.add(
    (next, context) => (args) => {
      operations.push(String(context['commandName']).replace(/Command$/, ''));
      return next(args);
    },
    { step: 'deserialize', name: 'recordOperations', priority: 'low' },
  );
  return operations;
}

export interface SentCommand {
  /** `GetItem`. */
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** Answers a list that every command the client is asked to send adds to, whatever comes of it. */
export function recordCommands<Input extends object, Output extends object>(
  client: Client<Input, Output>,
): SentCommand[] {
  const commands: SentCommand[] = [];
  client.middlewareStack.add(
    (next, context) => (args) => {
      const operation = String(context['commandName']).replace(/Command$/, '');
      commands.push({ operation, input: Object(args.input) });
      return next(args);
    },
    { step: 'initialize', name: 'recordCommands', priority: 'high' },
  );
  return commands;
}

/** As the SDK does when the answer to its first sending is lost: the second answer is the one that counts. */
export function sendEverythingTwice<Input extends object, Output extends object>(
  client: Client<Input, Output>,
): void {
  client.middlewareStack.add(
    (next) => async (args) => {
      await next(args).catch(() => undefined);
      return next(args);
    },
    { step: 'build', name: 'sendEverythingTwice' },
  );
}

/** Answers in the service's place, or throws in it, where `answer` gives anything but undefined. */
export function answerInstead<Input extends object, Output extends object>(
  client: Client<Input, Output>,
  answer: (input: object) => object | undefined,
): void {
  client.middlewareStack.add(
    (next) => async (args) => {
      const output = answer(args.input);
      return output === undefined ? next(args) : { response: undefined, output: output as Output };
    },
    { step: 'initialize', name: 'answerInstead' },
  );
}
