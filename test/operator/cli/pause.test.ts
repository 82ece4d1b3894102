import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { UpdateEventSourceMappingCommand } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { findMapping } from '../../../src/operator/stack/consumption.ts';
import { readPauseNote, writePauseNote } from '../../../src/operator/stack/pause-note.ts';
import {
  type CliSession,
  CTRL_C,
  ENTER,
  startCliSession,
} from '../../support/operator/cli-session.ts';
import { until } from '../../support/time/until.ts';

let session: CliSession;

beforeAll(async () => {
  session = await startCliSession();
});

afterAll(() => session.stop());

const ADA = 'arn:aws:iam::000000000000:user/ada';
const mapping = () => findMapping(session.operated);
const note = async () => readPauseNote(session.operated, await mapping());

/** As with the console or another program, which know nothing of notes. */
async function switchByHand(Enabled: boolean): Promise<void> {
  const { UUID } = await mapping();
  await session.operated.clients.lambda.send(
    new UpdateEventSourceMappingCommand({ UUID, Enabled }),
  );
  const expected = Enabled ? 'Enabled' : 'Disabled';
  await until(
    async () => (await mapping()).State,
    (state) => state === expected,
  );
}

async function consumptionFinding(): Promise<{ state: string; found: string }> {
  const { findings } = await session.json('doctor', '--local');
  return findings.find(({ check }: { check: string }) => check === 'consumption');
}

test('joiner pause stops consumption, and joiner resume starts it again', async () => {
  const why = 'Directory is down, "INC-4711" = näher hin';
  const run = session.inTerminal('pause', '--local', '--why', why);
  await run.untilShown('Stop joiner-local? New hires will wait.');
  run.type(`y${ENTER}`);
  const paused = await run.ended;
  const isOnMeanwhile = session.stack.consumption.isOn();
  await session.send('{"emailAddress":"patient@example.com"}');
  const examined = await session.json('doctor', '--local');

  const resumed = await session.json('resume', '--local', '--yes');

  await session.untilDone();
  const again = await session.json('pause', '--local', '--yes');
  await session.json('resume', '--local', '--yes');
  expect(paused).toMatchObject({ exitCode: 0 });
  expect(paused.shown).toContain('Consumption is off. 0 messages waiting; 0 in flight');
  expect(isOnMeanwhile).toBe(false);
  expect(examined.findings).toContainEqual({
    check: 'consumption',
    state: 'problem',
    found: expect.stringMatching(
      new RegExp(
        `^is Disabled, paused by arn:aws:iam::000000000000:user/local at 20[-0-9T:.]+Z: ${why}$`,
      ),
    ),
    remedy: 'Start it: joiner resume.',
  });
  expect(resumed).toMatchObject({
    consumption: 'on',
    paused: { by: 'arn:aws:iam::000000000000:user/local', why },
  });
  expect(again.paused).not.toHaveProperty('why');
  expect(session.stack.directory.users().map(({ emailAddress }) => emailAddress)).toContain(
    'patient@example.com',
  );
});

test('a pause that Ctrl-C ends has its note', async () => {
  const { faults } = session.stack.directory;
  faults.next('CreateUser', { kind: 'hang' });
  await session.send('{"emailAddress":"slow@example.com"}');
  await faults.untilHanging();
  const run = session.inTerminal('pause', '--local', '--yes', '--why', 'INC-1');
  await run.untilShown('Disabling');

  run.type(CTRL_C);

  const { exitCode } = await run.ended;
  const left = await note();
  faults.release();
  await session.json('resume', '--local', '--yes');
  expect(exitCode).toBe(130);
  expect(left).toMatchObject({ why: 'INC-1' });
});

test('the note of a pause is one line without an address', async () => {
  const why = 'ask ada@example.com\nor bob%40example.com \u202e';
  const { paused } = await session.json('pause', '--local', '--yes', '--why', why);
  const left = await note();
  await session.json('resume', '--local', '--yes');

  expect(paused).toMatchObject({ why: 'ask [address]\ufffdor [address] \ufffd' });
  expect(left).toMatchObject({ why: 'ask [address]\ufffdor [address] \ufffd' });
});

describe('the note of an earlier pause', () => {
  beforeAll(async () => {
    await writePauseNote(session.operated, await mapping(), {
      by: ADA,
      at: '2026-01-02T08:00:00.000Z',
      why: 'old',
    });
  });

  test('is not shown where consumption was started by hand', async () => {
    expect(await consumptionFinding()).toEqual({
      check: 'consumption',
      state: 'ok',
      found: 'is Enabled',
    });
  });

  test('is shown as older where consumption was stopped by hand since', async () => {
    await switchByHand(false);

    const { found } = await consumptionFinding();
    const text = await session.joiner('resume', '--local', '--yes');

    const changed =
      /: old\. The mapping was changed at 20[-0-9T:.]+Z, so something else may have stopped it/;
    expect(found).toMatch(changed);
    expect(text.stdout).toMatch(changed);
  });

  test('is removed by a resumption, also of consumption that is on', async () => {
    await writePauseNote(session.operated, await mapping(), { by: ADA, at: '2026-01-02' });

    const end = await session.joiner('resume', '--local', '--yes');

    expect(end.stdout).not.toContain('paused by');
    expect(await note()).toBeUndefined();
  });

  test('is replaced by a pause of what was stopped by hand since', async () => {
    await writePauseNote(session.operated, await mapping(), {
      by: ADA,
      at: '2026-01-02',
      why: 'o',
    });
    await switchByHand(false);

    await session.json('pause', '--local', '--yes');

    const replaced = await note();
    await session.json('resume', '--local', '--yes');
    expect(replaced?.by).not.toBe(ADA);
    expect(replaced).not.toHaveProperty('why');
  });

  test('stays with a second pause that gives no other reason', async () => {
    await session.json('pause', '--local', '--yes', '--why', 'first');

    const { paused } = await session.json('pause', '--local', '--yes');

    await session.json('resume', '--local', '--yes');
    expect(paused).toMatchObject({ why: 'first' });
  });
});

describe('where tags are denied,', () => {
  /** In front of the stack's Lambda: it denies every call about tags. */
  const proxy = createServer(async (request, response) => {
    if (request.url?.includes('/tags/')) {
      response.writeHead(403, { 'x-amzn-errortype': 'AccessDeniedException' });
      response.end('{"Message":"not yours"}');
      return;
    }
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { method = 'GET', url } = request;
    const upstream = `${session.environment['AWS_ENDPOINT_URL_LAMBDA']}${url}`;
    const body = method === 'GET' ? {} : { body: Buffer.concat(chunks) };
    const headers = { 'content-type': 'application/json' };
    const result = await fetch(upstream, { method, headers, ...body });
    response.writeHead(result.status).end(await result.text());
  });
  const denied = (...args: string[]) => {
    const { port } = proxy.address() as AddressInfo;
    const endpoint = { AWS_ENDPOINT_URL_LAMBDA: `http://127.0.0.1:${port}` };
    return session.joinerAt({ ...session.environment, ...endpoint }, ...args, '--local');
  };

  beforeAll(() => new Promise<void>((fulfil) => proxy.listen(0, '127.0.0.1', fulfil)));
  afterAll(() => new Promise((fulfil) => proxy.close(fulfil)));

  test('a pause says that it left no note, and doctor that it cannot read one', async () => {
    const paused = await denied('pause', '--yes', '--json');
    const examined = await denied('doctor', '--json');
    const resumed = await denied('resume', '--yes');

    expect(paused).toMatchObject({
      exitCode: 0,
      stderr:
        'The note of who paused consumption, when and why could not be stored (AccessDeniedException): not yours\n',
    });
    expect(JSON.parse(paused.stdout)).not.toHaveProperty('paused');
    expect(examined.stdout).toContain(
      'is Disabled; the note of who paused it cannot be read (AccessDeniedException)',
    );
    expect(resumed.stderr).toContain('could not be removed (AccessDeniedException)');
  });
});
