import { afterAll } from '@jest/globals';
import { type Framework, startFramework } from '../../local/stack/framework.ts';

let framework: Framework | undefined;
afterAll(() => framework?.stop());

/** Settles a stage's configuration as packaging does, and leaves `.serverless/` alone. */
export async function configurationOf(...options: string[]) {
  framework ??= startFramework();
  const args = ['print', '--format=json', ...options];
  const { output, hasFailed } = await framework.run(args, process.cwd());
  if (hasFailed) throw new Error(output);
  return JSON.parse(output);
}

/** Packages what is in a folder, as `packageIn` does. */
export async function packageInOneProcess(cwd: string, options: readonly string[]): Promise<void> {
  framework ??= startFramework();
  await framework.packageIn(cwd, options);
}

/** What the framework says when it fails. */
export async function saidOf(configuration: Promise<unknown>): Promise<string> {
  const failure = configuration.then(() => ({ message: 'it did not fail' }));
  return (await failure.catch((error: Error) => error)).message;
}
