import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FunctionDefinition } from '../../../../local/emulators/lambda/environment.ts';

export interface FunctionFixture {
  readonly definition: FunctionDefinition;
  remove(): Promise<void>;
}

/** A function whose whole code is one CommonJS file, `index.js`, that exports `handler`. */
export async function writeFunction(
  code: string,
  overrides: Partial<FunctionDefinition> = {},
): Promise<FunctionFixture> {
  const codeDir = await mkdtemp(join(tmpdir(), 'joiner-function-'));
  await writeFile(join(codeDir, 'index.js'), code);
  return {
    definition: {
      name: 'fixture',
      arn: 'arn:aws:lambda:eu-west-1:000000000000:function:fixture',
      region: 'eu-west-1',
      handler: 'index.handler',
      timeoutSeconds: 10,
      memoryMb: 512,
      logGroupName: '/aws/lambda/fixture',
      logFormat: 'Text',
      variables: {},
      codeDir,
      ...overrides,
    },
    remove: () => rm(codeDir, { recursive: true }),
  };
}
