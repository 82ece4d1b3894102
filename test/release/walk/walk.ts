import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, delimiter, join } from 'node:path';
import { startServerProcess } from '../../counterparts/server-process.ts';
import { installUpgradeRemove } from './journey.ts';
import { runInShell, type Step } from './shell.ts';

/**
 * What `install.md` says, done in an empty folder with nothing but two release folders, on moto: installed from the first,
 * upgraded to the second with another setting, removed.
 */
export async function walk(first: string, second: string): Promise<readonly Step[]> {
  const work = await mkdtemp(join(tmpdir(), 'joiner-walk-'));
  const server = await startServerProcess({
    command: 'moto_server',
    args: (port) => ['-p', `${port}`],
  });
  try {
    for (const release of [first, second])
      await cp(release, join(work, basename(release)), { recursive: true });
    // moto finds a template in its S3 only under the name localhost.
    const env = environment(work, server.endpoint.replace('127.0.0.1', 'localhost'));
    return await installUpgradeRemove(
      { first: basename(first), second: basename(second) },
      (command, folder) => runInShell(command, { cwd: join(work, folder), env }),
    );
  } finally {
    await server.stop();
    await rm(work, { recursive: true });
  }
}

/** Of someone with the AWS CLI and npm, and nothing of this repository. `npm install -g` installs below the folder. */
function environment(work: string, endpoint: string): NodeJS.ProcessEnv {
  const foreign = /^(AWS_|NODE_|npm_|JOINER_|COLUMNS$)/i;
  const own = Object.entries(process.env).filter(([name]) => !foreign.test(name));
  const prefix = join(work, 'npm');
  const programs = (process.env['PATH'] ?? '')
    .split(delimiter)
    .filter((folder) => !folder.includes('node_modules'));
  return {
    ...Object.fromEntries(own),
    HOME: work,
    PATH: [join(prefix, 'bin'), ...programs].join(delimiter),
    npm_config_prefix: prefix,
    npm_config_offline: 'true',
    npm_config_audit: 'false',
    npm_config_fund: 'false',
    npm_config_update_notifier: 'false',
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: 'moto',
    AWS_SECRET_ACCESS_KEY: 'moto',
    AWS_REGION: 'eu-west-1',
    // The name that version 1 of the AWS CLI reads.
    AWS_DEFAULT_REGION: 'eu-west-1',
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  };
}
