import { readFileSync } from 'node:fs';
import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readAccessRules } from '../../../src/access/read-access-rules.ts';
import {
  type CliSession,
  startCliSession,
  type TerminalEnd,
} from '../../support/operator/cli-session.ts';
import { dayFromNow, storeWaiting } from '../../support/operator/waiting-hire.ts';

const SAMPLE = 'events/access-rules/finspace.yml';
const DEPLOYED = readFileSync(SAMPLE, 'utf8');
const { version } = readAccessRules(DEPLOYED, SAMPLE);
const SHORT = version.slice(0, 12);
const OTHERS = '- groups: [everyone]\n- groups: [traders]\n  when: { department: [Trading] }\n';
const [OF_ALL, OF_EMPLOYEES, OF_EMPLOYEES_TOO] = [
  'm5n6p7q8r9s0t1u2v3w4x5',
  'j7k8l9m0n1o2p3q4r5s6t7',
  'y6z7a8b9c0d1e2f3g4h5i6',
];

let session: CliSession;
let deployed: string;
let others: string;

beforeAll(async () => {
  session = await startCliSession();
  deployed = await session.writeFile('deployed.yml', DEPLOYED);
  others = await session.writeFile('others.yml', OTHERS);
  const analyst = { department: 'Quantitative Research', userType: 'Employee' };
  await session.send(
    JSON.stringify({
      emailAddress: 'ada@example.com',
      employeeId: 'E-1',
      requestId: 'R-1',
      ...analyst,
    }),
  );
  await session.send('{"emailAddress":"joan@example.com"}');
  await session.send('{"emailAddress":"max@example.com","type":"SUPER_USER"}');
  await session.send('{"emailAddress":"not an address","employeeId":"E-9"}');
  session.stack.directory.addUser({ emailAddress: 'grace@example.com', firstName: 'Grace' });
  await session.send(JSON.stringify({ emailAddress: 'grace@example.com', ...analyst }));
  await session.untilDone();
  await storeWaiting(session.operated, {
    emailAddress: 'zoe@example.com',
    requestId: 'R-2',
    dueAtMs: Date.parse(dayFromNow(9)),
  });
});

afterAll(() => session.stop());

const explain = (...args: string[]) => session.narrow('explain', ...args, '--local');
/** As one text, for a sentence that the terminal has no room for in one line. */
const flat = ({ shown }: Pick<TerminalEnd, 'shown'>) => shown.replace(/[\s│]+/g, ' ');
const tooWide = ({ shown }: Pick<TerminalEnd, 'shown'>) =>
  shown.split(/[\r\n]+/).filter(({ length }) => length > 80);

describe('joiner explain of a person with groups', () => {
  test.each([
    ['ADA@example.com'],
    ['E-1'],
    ['--employee', 'E-1'],
    ['--address', 'ada@example.com'],
    ['--request', 'R-1'],
  ])('by %s %s says which rule gave which group', async (...who) => {
    const { people, ...rest } = await session.json(
      'explain',
      ...who,
      '--rules',
      deployed,
      '--local',
    );

    const ofEmployees = {
      number: 2,
      line: 16,
      conditions: [
        { field: 'userType', values: ['Employee'] },
        { field: 'department', values: ['Quantitative Research'] },
      ],
    };
    expect(people).toMatchObject([
      {
        state: 'PROVISIONED',
        outcome: 'created',
        rulesVersion: version,
        appliedRules: [1, 2],
        groups: [
          { group: OF_EMPLOYEES, rules: [ofEmployees] },
          { group: OF_ALL, rules: [{ number: 1, line: 11 }] },
          { group: OF_EMPLOYEES_TOO, rules: [ofEmployees] },
        ],
        hires: [],
      },
    ]);
    expect(rest).toMatchObject({
      rulesFile: { name: 'deployed.yml', version },
      deployedRulesVersion: version,
    });
  });

  test('shows it in 80 columns, with the conditions and the version', async () => {
    const end = await session.inNarrowTerminal(
      ...['explain', 'ada@example.com', '--rules', deployed, '--local'],
    ).ended;

    expect(end.exitCode).toBe(0);
    expect(tooWide(end)).toEqual([]);
    expect(end.shown).toMatch(
      new RegExp(`rules +rules 1, 2 of version ${SHORT}, the deployed one\n`),
    );
    expect(end.shown).toContain(`│ ${OF_ALL} │ rule 1, line 11: `);
    expect(flat(end)).toContain('userType = Employee, department = Quantitative Research');
  });

  test('never explains them by other rules, and says which are needed', async () => {
    const end = await explain('ada@example.com', '--rules', others);
    const inJson = await session.json('explain', 'E-1', '--rules', others, '--local');

    expect(end.exitCode).toBe(0);
    expect(end.shown).not.toMatch(/line \d/);
    expect(end.shown).toContain(OF_ALL);
    expect(flat(end)).toContain(
      `Only the rules of version ${SHORT} say which rule gave which group, and under which conditions. others.yml has version`,
    );
    expect(flat(end)).toContain('Give the file with that version: --rules FILE.');
    expect(inJson.people[0].groups[0]).toEqual({ group: OF_EMPLOYEES });
  });

  test('shows them without a file of rules', async () => {
    const { exitCode, stdout } = await session.joiner('explain', 'ada@example.com', '--local');

    expect(exitCode).toBe(0);
    expect(stdout).toContain(OF_ALL);
    expect(flat({ shown: stdout })).toContain('There is no access-rules.yml here.');
  });

  test('shows them where the usual file is faulty, and stops where the named one is', async () => {
    const faulty = await session.writeFile('access-rules.yml', '- groups: []\n');
    const usual = await session.installed('explain', 'ada@example.com', '--local');
    const named = await session.joiner('explain', 'ada@example.com', '--local', '--rules', faulty);
    await session.writeFile('access-rules.yml', DEPLOYED);
    const fixed = await session.installed('explain', 'ada@example.com', '--local');

    expect(flat({ shown: usual.stdout })).toContain(
      'access-rules.yml has no rules that can be used.',
    );
    expect(named).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('must list at least one group'),
    });
    expect(fixed.stdout).toContain('rule 1, line 11');
  });

  test('says that they are not granted yet', async () => {
    const { people } = await session.json('status', 'ada@example.com', '--local');
    const state = (to: string) =>
      session.operated.clients.dynamoDb.send(
        new UpdateItemCommand({
          TableName: session.operated.outputs.UsersTableName,
          Key: { pk: { S: people[0].personKey } },
          UpdateExpression: 'SET #state = :to',
          ExpressionAttributeNames: { '#state': 'state' },
          ExpressionAttributeValues: { ':to': { S: to } },
        }),
      );
    await state('GRANTING');
    const end = await explain('ada@example.com', '--rules', deployed);
    await state('PROVISIONED');

    expect(end.exitCode).toBe(1);
    expect(flat(end)).toContain('and is not in all its groups yet');
    expect(flat(end)).toContain('Those that the directory does not have: joiner doctor.');
  });
});

describe('joiner explain of a person without groups says why:', () => {
  test('no rule applied', async () => {
    const end = await explain('joan@example.com', '--rules', deployed);

    expect(end.exitCode).toBe(1);
    expect(tooWide(end)).toEqual([]);
    expect(flat(end)).toContain(
      `No groups by Joiner. No rule of version ${SHORT} applied to the hire.`,
    );
  });

  test('the account was there before', async () => {
    const end = await explain('grace@example.com', '--rules', deployed);

    expect(end.exitCode).toBe(1);
    expect(flat(end)).toContain(
      'No groups by Joiner. The account was there before: it gets groups only where the stack has grantToExisting',
    );
  });

  test('nothing is known of the person, nor is there such a file', async () => {
    const end = await session.joiner('explain', 'nobody@example.com', '--local');

    expect(end.exitCode).toBe(1);
    expect(end.stdout).toContain('Nothing is known about nobody@example.com.');
  });
});

describe('joiner explain of a person without an account', () => {
  test('says what a hire that waits for its day would get, and by which rules', async () => {
    const end = await explain('zoe@example.com', '--rules', others);
    const inJson = await session.json('explain', 'zoe@example.com', '--rules', others, '--local');

    expect(end.exitCode).toBe(0);
    expect(tooWide(end)).toEqual([]);
    expect(flat(end)).toMatch(/The hire waits until \d{4}-\d\d-\d\d\./);
    expect(end.shown).toMatch(/│ everyone │ rule 1, line 1: every hire +│/);
    expect(flat(end)).toContain('By the rules of others.yml, version');
    expect(flat(end)).toContain(
      `which is not deployed: it may get other groups. The stack has version ${SHORT}.`,
    );
    expect(inJson.people).toMatchObject([
      { groups: [], hires: [{ from: 'schedule', groups: [{ group: 'everyone' }] }] },
    ]);
  });

  test('says what a rejected hire would get, by the rules of the stack', async () => {
    const end = await explain('max@example.com', '--rules', deployed);
    const { people } = await session.json(
      'explain',
      'max@example.com',
      '--rules',
      deployed,
      '--local',
    );

    expect(tooWide(end)).toEqual([]);
    expect(flat(end)).toContain('[outside-policy]');
    expect(end.shown).toMatch(/│ u8v9w0x1y2z3a4b5c6d7e8 │ rule 4, line 26: type = SUPER_USER +│/);
    expect(flat(end)).toContain(`version ${SHORT}, the deployed one.`);
    expect(people[0].hires).toMatchObject([
      {
        from: 'failed',
        failedMessageId: expect.any(String),
        groups: [{ group: 'u8v9w0x1y2z3a4b5c6d7e8' }],
      },
    ]);
  });

  test('says why a message that the contract refuses would get none', async () => {
    const end = await session.json('explain', '--employee', 'E-9', '--rules', deployed, '--local');

    const { shown } = await explain('--employee', 'E-9', '--rules', deployed);

    expect(end.people[0].hires).toMatchObject([{ reason: { code: 'invalid-message' } }]);
    expect(flat({ shown })).toContain('It would get no groups: the contract refuses the message');
  });

  test('does not know what it would get without rules', async () => {
    await session.writeFile('access-rules.yml', '- groups: []\n');
    const { exitCode, stdout } = await session.installed('explain', 'zoe@example.com', '--local');

    expect(exitCode).toBe(1);
    expect(flat({ shown: stdout })).toContain(
      `What it would get is not known without rules. access-rules.yml has no rules that can be used. The stack has version ${SHORT}. Give their file: --rules FILE.`,
    );
  });
});

describe('wrong usage of joiner explain is exit code 2, and says what to do:', () => {
  test.each([
    [[], 'What? Give a FILE of hires, or a person'],
    [['ada@example.com'], 'Which stack? Give --stack NAME, or --local'],
    [['package.json', '--local'], 'package.json is a file, which needs no stack: leave out'],
    [['ada@example.com', '--local', '--only', 'problems'], '--only is for a file of hires'],
    [['hires.csv', '--employee', 'E-1', '--local'], 'Who? Give one of WHO, --employee ID'],
    [['hires.csv', '--rules', SAMPLE], 'must exist; correct the path'],
  ])('%j', async (args, said) => {
    const end = await session.joiner('explain', ...args);

    expect(end).toMatchObject({ exitCode: 2, stdout: '' });
    expect(end.stderr).toContain(said);
  });
});
