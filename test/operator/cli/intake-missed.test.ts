import { PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type CliSession, startCliSession } from '../../support/operator/cli-session.ts';

const Key = 'bamboohr/Oslo & Bergen 1.csv';
const LATER = 'const now = Date.now; Date.now = () => now() + 2 * 3_600_000;';

let session: CliSession;
let versionId: string | undefined;

/** Runs the command two hours from now. */
async function later(...args: string[]) {
  const clock = await session.writeFile('later.mjs', LATER);
  return session.joinerWith({ NODE_OPTIONS: `--import=${clock}` }, ...args);
}

beforeAll(async () => {
  session = await startCliSession({ consume: false });
  const { clients, outputs } = session.operated;
  const object = { Bucket: outputs.IntakeBucketName, Key, Body: 'four' };
  versionId = (await clients.s3.send(new PutObjectCommand(object))).VersionId;
});

afterAll(() => session.stop());

describe('joiner intake list --missed', () => {
  test('has no object that was put within the hour', async () => {
    const { exitCode, stdout } = await session.joiner('intake', 'list', '--missed', '--local');

    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: 'No object is missed.\n' });
  });

  test('shows object and version of one that is missed, and what to do', async () => {
    const { exitCode, stdout, stderr } = await later('intake', 'list', '--missed', '--local');

    expect(exitCode).toBe(1);
    expect(stdout).toContain(Key);
    expect(stdout).toContain('1 object missed.');
    expect(stderr.replaceAll('\n', ' ')).toContain('put the object again under its name');
  });

  test('prints it as JSON', async () => {
    const { stdout } = await later('intake', 'list', '--missed', '--local', '--json');

    expect(JSON.parse(stdout)).toEqual({
      missed: [{ objectKey: Key, versionId, size: 4, putAt: expect.any(String) }],
      checked: 1,
      isCutOff: false,
    });
  });

  test('takes no filter of files beside it', async () => {
    const { exitCode } = await session.joiner(
      ...['intake', 'list', '--missed', '--state', 'waiting', '--local'],
    );

    expect(exitCode).toBe(2);
  });
});
