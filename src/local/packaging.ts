import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { promisify, stripVTControlCharacters } from 'node:util';
import { LocalStackError } from './local-stack-error.ts';

const execute = promisify(execFile);
const serverless = createRequire(import.meta.url).resolve('serverless/bin/serverless.js');
const projectDir = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Packages the service into `.serverless`, as `npm run package` does.
 * @throws {LocalStackError} with what the framework said; or the reason that `signal` aborts with.
 */
export async function packageService(signal: AbortSignal): Promise<void> {
  try {
    await execute(process.execPath, [serverless, 'package'], { cwd: projectDir, signal });
  } catch (cause) {
    signal.throwIfAborted();
    const { stdout = '', stderr = '' } = cause as { stdout?: string; stderr?: string };
    const said = stripVTControlCharacters(`${stdout}\n${stderr}`).trim();
    throw new LocalStackError(`The service cannot be packaged. The framework said:\n${said}`, {
      cause,
    });
  }
}
