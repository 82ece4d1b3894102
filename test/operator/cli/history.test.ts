import { SendMessageBatchCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { historyOf } from '../../../src/operator/changes/history.ts';
import { recordOperations } from '../../support/aws/client-middleware.ts';
import { type CliSession, startCliSession } from '../../support/operator/cli-session.ts';
import { until } from '../../support/time/until.ts';

let session: CliSession;

beforeAll(async () => {
  session = await startCliSession();
  const file = await session.writeFile(
    'hire.json',
    '[{"emailAddress":"ada@example.com","employeeId":"E-1","requestId":"R-1"}]',
  );
  await session.joiner('send', file, '--local', '--yes', '--wait');
});

afterAll(() => session.stop());

interface Entry {
  readonly from: string;
  readonly what: string;
  readonly facts: Readonly<Record<string, string>>;
}

describe('joiner history', () => {
  test.each(['ada@example.com', 'E-1', 'R-1'])(
    'shows who asked, what the function did, and the record, by %s',
    async (who) => {
      const { entries } = await session.json('history', who, '--local');
      const kinds = entries.map(({ from, what }: Entry) => `${from}: ${what}`);

      expect(kinds.filter((kind: string) => kind === 'operator: send')).toHaveLength(2);
      expect(kinds).toContain('function: provisioned');
      expect(kinds).toContain('record: has an account');
      expect(kinds[0]).toBe('operator: send');
    },
  );

  test('names the principal that sent the message, and its source', async () => {
    const { entries } = await session.json('history', 'R-1', '--local');
    const provisioned = entries.find(({ what }: Entry) => what === 'provisioned');
    const recorded = entries.find(({ what }: Entry) => what === 'has an account');

    for (const { facts } of [provisioned, recorded])
      expect(facts).toMatchObject({ senderId: '000000000000', source: 'bare' });
  });

  test('names the file that the intake took a hire from', async () => {
    const takenFrom = `file#${'0a'.repeat(32)}`;
    const { NewHireQueueUrl } = session.operated.outputs;
    await session.sqs.send(
      new SendMessageCommand({
        QueueUrl: NewHireQueueUrl,
        MessageBody: '{"emailAddress":"ben@example.com","requestId":"R-2"}',
        MessageAttributes: { takenFrom: { DataType: 'String', StringValue: takenFrom } },
      }),
    );
    const provisioned = await until(
      async () => {
        const { entries = [] } = await session.json('history', 'ben@example.com', '--local');
        return entries.find(({ what }: Entry) => what === 'provisioned');
      },
      (entry) => entry !== undefined,
    );

    expect(provisioned.facts).toMatchObject({ takenFrom });
  });

  test('shows each line of 20 people once, whose keys are more than one search of a log takes', async () => {
    const { NewHireQueueUrl } = session.operated.outputs;
    const messages = Array.from({ length: 20 }, (_, index) => ({
      Id: String(index),
      MessageBody: `{"emailAddress":"many-${index}@example.com","requestId":"R-MANY"}`,
    }));
    for (const Entries of [messages.slice(0, 10), messages.slice(10)])
      await session.sqs.send(new SendMessageBatchCommand({ QueueUrl: NewHireQueueUrl, Entries }));
    const provisioned = async () => {
      const { entries = [] } = await session.json('history', 'R-MANY', '--local');
      return entries.filter(({ what }: Entry) => what === 'provisioned');
    };

    const lines = await until(provisioned, ({ length }) => length >= 20);

    expect(new Set(lines.map(({ facts }: Entry) => facts['personKey'])).size).toBe(20);
    expect(lines).toHaveLength(20);
  });

  test('searches no log for an employee id that Joiner does not know', async () => {
    const { operated } = session;
    const operations = recordOperations(operated.clients.cloudWatchLogs);
    const options = { signal: new AbortController().signal, onProgress: () => {} };
    const of = (text: string) => historyOf(operated, { as: 'employee', text }, options);

    expect(await of('E-unknown')).toEqual([]);
    expect(operations).toEqual([]);
    expect(await of('E-1')).not.toEqual([]);
    expect(operations).toEqual(['FilterLogEvents', 'FilterLogEvents']);
  });

  test('names the operator, and no address', async () => {
    const { stdout } = await session.joiner('history', 'R-1', '--local', '--json');

    expect(stdout).toContain('arn:aws:iam::000000000000:user/local');
    expect(stdout).not.toContain('ada@');
  });

  test('fits a terminal of 80 columns', async () => {
    const { shown } = await session.inNarrowTerminal('history', 'R-1', '--local').ended;

    expect(Math.max(...shown.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(shown).toContain('provisioned');
  });

  test('ends with 1 where nothing is known', async () => {
    const end = await session.joiner('history', 'no-such-request', '--local');

    expect(end).toMatchObject({ exitCode: 1 });
    expect(end.stdout).toContain('Nothing is known about no-such-request.');
  });
});
