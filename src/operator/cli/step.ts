import { ReportedError } from './exit-code.ts';

export interface StepOptions {
  /** Whether an error is printed with the title. */
  readonly printsError: boolean;
}

/**
 * Does work under a title, which shows whether it runs, is done or has failed, and its last line.
 * @throws what the work throws; a ReportedError in its place where the error is printed
 */
export async function runStep<T>(
  title: string,
  work: (show: (line: string) => void) => Promise<T>,
  { printsError }: StepOptions,
): Promise<T> {
  // Loaded where it is used: most of what a command loads is never called.
  const { Listr } = await import('listr2');
  const results: T[] = [];
  const steps = new Listr(
    [
      {
        title,
        task: async (_, step) => {
          results.push(
            await work((line) => {
              step.output = line;
            }),
          );
        },
      },
    ],
    {
      fallbackRenderer: 'simple',
      registerSignalListeners: false,
      collectErrors: false,
      rendererOptions: { showErrorMessage: printsError },
    },
  );
  await steps.run().catch((cause) => {
    throw printsError ? new ReportedError(title, { cause }) : cause;
  });
  return results[0] as T;
}
