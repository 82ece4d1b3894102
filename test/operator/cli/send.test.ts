import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type CommandWorld, ENTER, startCommandWorld } from '../../support/command-world.ts';

let world: CommandWorld;

beforeAll(async () => {
  world = await startCommandWorld();
  world.stack.directory.addUser({
    emailAddress: 'there@example.com',
    firstName: 'Long-standing',
    type: 'APP_USER',
    apiAccess: 'DISABLED',
  });
  await world.send('{"emailAddress":"done@example.com","requestId":"R-done"}');
  await world.untilDone();
});

afterAll(() => world.stop());

const HEADER = 'emailAddress,type,requestId';

describe('before anything is sent, joiner send', () => {
  test('says what would become of each hire, and reads only', async () => {
    const file = await world.writeFile(
      'mixed.csv',
      [
        HEADER,
        'new@example.com,,R-new',
        'Done@Example.com,,R-again',
        'there@example.com,,R-there',
        'NEW@example.com,,R-twice',
        'boss@example.com,SUPER_USER,R-boss',
        'nobody,,R-bad',
      ].join('\n'),
    );

    const end = await world.joiner('send', file, '--local', '--dry-run', '--json');

    const answer = JSON.parse(end.stdout);
    expect(end).toMatchObject({ exitCode: 1, stderr: '' });
    expect(answer.sent).toBe(0);
    expect(answer.hires.map(({ prospect }: { prospect: string }) => prospect)).toEqual([
      'new',
      'done',
      'existing',
      'repeated',
      'rejected',
      'rejected',
    ]);
    expect(answer.hires[4].reason.code).toBe('outside-policy');
    expect(answer.hires[5].reason.message).toContain('emailAddress: must be');
    expect(await world.records()).toHaveLength(1);
    expect(world.stack.directory.countCalls('CreateUser')).toBe(1);
  });

  test('says what it could not see where the directory does not answer', async () => {
    const file = await world.writeFile('one.csv', `${HEADER}\nunseen@example.com,,R-unseen`);
    world.stack.directory.faults.always('ListUsers', { kind: 'access-denied' });

    const answer = await world.json('send', file, '--local', '--dry-run');
    world.stack.directory.faults.clear();

    expect(answer).toMatchObject({
      hires: [{ prospect: 'new' }],
      directoryNotRead: 'target-denied-access',
    });
  });

  test('refuses a file that does not tell what it means, as wrong usage', async () => {
    const file = await world.writeFile('bad.csv', 'e-mail\na@example.com');

    const end = await world.joiner('send', file, '--local', '--yes');

    expect(end).toMatchObject({ exitCode: 2, stdout: '' });
    expect(end.stderr).toContain('bad.csv cannot be used, and nothing is sent:');
  });

  test('asks, and where nobody can be asked wants --yes', async () => {
    const file = await world.writeFile('ask.csv', `${HEADER}\nasked@example.com,,R-asked`);

    const end = await world.joiner('send', file, '--local');

    expect(end).toMatchObject({ exitCode: 2, stdout: '' });
    expect(end.stderr).toContain('add --yes');
  });

  test('sends nothing on a terminal where the answer is no', async () => {
    const file = await world.writeFile('no.csv', `${HEADER}\nno@example.com,,R-no`);
    const run = world.inTerminal('send', file, '--local');
    await run.untilShown('Send 1 hire?');

    run.type(ENTER);

    const { exitCode, shown } = await run.ended;
    expect(exitCode).toBe(1);
    expect(shown).toContain('Nothing is sent.');
    expect(await world.records()).toHaveLength(1);
  });
});

describe('joiner send --wait', () => {
  test('follows every hire to its end, and shows those without the account they asked for', async () => {
    const file = await world.writeFile(
      'day.csv',
      [
        HEADER,
        'a@example.com,,R-a',
        'there@example.com,,R-t',
        'A@example.com,,R-b',
        'bad,,R-c',
      ].join('\n'),
    );
    const run = world.inTerminal('send', file, '--local', '--wait', '--rate', '1000');
    await run.untilShown('Send 4 hires, 1 of which will be rejected?');

    run.type(`y${ENTER}`);

    const { exitCode, shown } = await run.ended;
    expect(exitCode).toBe(1);
    expect(shown).toContain('4 hires sent.');
    expect(shown).toMatch(/2 │ there@example\.com │ existing, differs │ \w+ +│\n/);
    expect(shown).toMatch(/4 │ bad +│ rejected +│ emailAddress: must be/);
    expect(shown).toContain('4 hires: 1 created, 1 existing, 1 duplicate, 1 rejected');
  });

  test('leaves out what will be rejected with --skip-rejected, and answers in JSON', async () => {
    const file = await world.writeFile('skip.csv', `${HEADER}\ns@example.com,,R-s\nbad,,R-x`);

    const answer = await world.json('send', file, '--local', '--wait', '--yes', '--skip-rejected');

    expect(answer.sent).toBe(1);
    expect(answer.hires).toMatchObject([
      { row: 1, address: 's@example.com', end: { kind: 'provisioned', outcome: 'created' } },
    ]);
  });
});
