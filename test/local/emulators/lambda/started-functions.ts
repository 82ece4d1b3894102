import type { FunctionDefinition } from '../../../../local/emulators/lambda/environment.ts';
import { createLocalFunction } from '../../../../local/emulators/lambda/function.ts';
import { writeFunction } from './function-fixture.ts';

/** Functions of a test, each from its code, with the lines that they log. */
export function createFunctions() {
  const cleanUps: (() => Promise<void>)[] = [];

  async function startFunction(code: string, overrides: Partial<FunctionDefinition> = {}) {
    const { definition, remove } = await writeFunction(code, overrides);
    const lines: string[] = [];
    const line = Promise.withResolvers<string>();
    const localFunction = createLocalFunction({
      definition,
      endpoints: { AWS_ENDPOINT_URL_SQS: 'http://127.0.0.1:1' },
      onLog: (text) => {
        lines.push(text);
        line.resolve(text);
      },
    });
    cleanUps.push(async () => {
      await localFunction.kill();
      await remove();
    });
    return { ...localFunction, lines, firstLine: line.promise };
  }

  return {
    startFunction,
    async removeAll(): Promise<void> {
      await Promise.all(cleanUps.splice(0).map((cleanUp) => cleanUp()));
    },
  };
}

/** The result of an invocation that does not fail. */
export const returned = (payload: unknown) => ({ kind: 'returned', payload });
