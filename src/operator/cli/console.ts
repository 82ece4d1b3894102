import { openInBrowser } from '../console/open-in-browser.ts';
import { serveConsole } from '../console/serve-console.ts';
import { callerArn } from '../stack/caller-arn.ts';
import { exitCode } from './exit-code.ts';
import type { CommandContext } from './on-stack.ts';
import { printable } from './printable.ts';

export interface Options {
  readonly changes?: true;
  readonly open: boolean;
  readonly audit?: string;
}

const OPENS = 'The console opens in your browser.';

export async function serve(
  { changes, open, audit: auditFile }: Options,
  { stack, terminal, signal }: CommandContext,
): Promise<number> {
  const changesAs = changes ? await callerArn(stack) : undefined;
  const ending = new AbortController();
  const served = await serveConsole(stack, {
    clock: { now: () => Date.now() },
    signal: AbortSignal.any([signal, ending.signal]),
    ...(changesAs !== undefined && { changesAs }),
    ...(auditFile !== undefined && { auditFile }),
  });
  const address = served.newAddress();
  let remove = () => {};
  try {
    if (open) remove = await openInBrowser(address);
    terminal.printJson({ address, ...(changesAs !== undefined && { changesAs }) });
    terminal.print(open ? OPENS : `Open this within a minute; it works once:\n${address}`);
    terminal.print(
      changesAs === undefined
        ? 'It only shows. Ctrl-C ends it.'
        : `Changes are made as ${printable(changesAs)}. Ctrl-C ends it.`,
    );
    if ((await served.ended) === 'idle') terminal.note('Ended: it was not used for 30 minutes.');
  } finally {
    ending.abort();
    remove();
    await served.ended;
  }
  return exitCode.done;
}
