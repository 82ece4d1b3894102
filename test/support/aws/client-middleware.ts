import type { MiddlewareStack } from '@smithy/types';

interface Client<Input extends object, Output extends object> {
  readonly middlewareStack: MiddlewareStack<Input, Output>;
}

/**
 * Returns a list that grows by the operation of every request that the client sends, SDK retries
 * included.
 */
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

/** Returns a list that grows by every command of the client, whether or not it succeeds. */
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

/**
 * Sends every request twice, like the SDK after it lost the first response. The second response
 * counts.
 * @param between what others do meanwhile
 */
export function sendEverythingTwice<Input extends object, Output extends object>(
  client: Client<Input, Output>,
  between: () => Promise<unknown> = async () => undefined,
): void {
  client.middlewareStack.add(
    (next) => async (args) => {
      await next(args).catch(() => undefined);
      await between();
      return next(args);
    },
    { step: 'build', name: 'sendEverythingTwice' },
  );
}

/** Responds or throws in place of the service where `answer` returns anything but undefined. */
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

/** Changes what the service answers to an operation, until the function that it returns is called. */
export function changeAnswers<Input extends object, Output extends object>(
  client: Client<Input, Output>,
  operation: string,
  change: (answer: Readonly<Record<string, unknown>>) => object,
): () => void {
  client.middlewareStack.add(
    (next, context) => async (args) => {
      const result = await next(args);
      if (context['commandName'] !== `${operation}Command`) return result;
      const answer = result.output as Readonly<Record<string, unknown>>;
      return { ...result, output: change(answer) as Output };
    },
    { step: 'initialize', name: 'changeAnswers', priority: 'high' },
  );
  return () => void client.middlewareStack.remove('changeAnswers');
}
