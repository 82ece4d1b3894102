import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readAccessRules } from '../../../src/access/read-access-rules.ts';
import {
  type CliSession,
  startCliSession,
  type TerminalEnd,
} from '../../support/operator/cli-session.ts';
import { dayFromNow } from '../../support/operator/waiting-hire.ts';

const SAMPLE = 'events/access-rules/finspace.yml';
const DEPLOYED = readFileSync(SAMPLE, 'utf8');
const { version } = readAccessRules(DEPLOYED, SAMPLE);
const OF_ALL = 'm5n6p7q8r9s0t1u2v3w4x5';
const OF_EMPLOYEES = ['j7k8l9m0n1o2p3q4r5s6t7', OF_ALL, 'y6z7a8b9c0d1e2f3g4h5i6'];
const HIRES = `emailAddress,department,userType,startDate
ada@example.com,Quantitative Research,Employee,
new@example.com,Quantitative Research,Employee,
joan@example.com,Sales,Employee,
grace@example.com,Quantitative Research,Employee,
zoe@example.com,Portfolio Management,,${dayFromNow(30)}
not an address,Quantitative Research,Employee,
`;

let session: CliSession;
let deployed: string;
let others: string;
let hires: string;

beforeAll(async () => {
  session = await startCliSession();
  deployed = await session.writeFile('deployed.yml', DEPLOYED);
  others = await session.writeFile('others.yml', '- groups: [everyone]\n');
  hires = await session.writeFile('hires.csv', HIRES);
  await session.send('{"emailAddress":"ada@example.com","department":"Portfolio Management"}');
  await session.untilDone();
  session.stack.directory.addUser({ emailAddress: 'grace@example.com', firstName: 'Grace' });
});

afterAll(() => session.stop());

const dryRun = (...args: string[]) => session.json('send', hires, '--local', '--dry-run', ...args);
const flat = ({ shown }: Pick<TerminalEnd, 'shown'>) => shown.replace(/[\s│]+/g, ' ');

describe('joiner send --dry-run', () => {
  test('shows the groups that each hire has or would get, by the deployed rules', async () => {
    const plan = await dryRun('--rules', deployed);

    expect(
      plan.hires.map(({ prospect, groups }: { prospect: string; groups?: string[] }) => [
        prospect,
        groups,
      ]),
    ).toEqual([
      // The groups of the record, whatever the rules give the hire of this file.
      ['done', [OF_ALL]],
      ['new', OF_EMPLOYEES],
      ['new', []],
      // Was there before: the stack has no grantToExisting.
      ['existing', []],
      ['waits', [OF_ALL]],
      ['rejected', undefined],
    ]);
    expect(plan.groupsBy).toEqual({ file: 'deployed.yml', version });
    expect(plan).not.toHaveProperty('groupsNotShown');
  });

  test('shows them in 80 columns', async () => {
    const end = await session.narrow('send', hires, '--local', '--dry-run', '--rules', deployed);

    const lines = end.shown.split(/[\r\n]+/);
    expect(lines.filter(({ length }) => length > 80)).toEqual([]);
    expect(end.shown).toContain('user id, groups or reason');
    expect(end.shown).toMatch(/joan@example\.com +│ new +│ no groups /);
    for (const group of OF_EMPLOYEES) expect(end.shown).toContain(group);
    expect(flat(end)).toContain(
      `Groups by deployed.yml, version ${version.slice(0, 12)}, the deployed one: 3 hires with, 2 without.`,
    );
  });

  test('finds the rules by themselves where they are in the usual file', async () => {
    // They are looked for in the working directory, which is the folder of the session.
    const dryRunThere = async () => {
      const { stdout } = await session.installed('send', hires, '--local', '--dry-run', '--json');
      return JSON.parse(stdout);
    };
    const path = await session.writeFile('access-rules.yml', DEPLOYED);
    const plan = await dryRunThere();
    await session.writeFile('access-rules.yml', '- groups: []\n');
    const faulty = await dryRunThere();

    expect(path).toContain(session.folder);
    expect(plan.groupsBy).toEqual({ file: 'access-rules.yml', version });
    expect(faulty.groupsNotShown).toContain('access-rules.yml has no rules that can be used.');
  });

  test('shows none by other rules than those of the stack, and says so', async () => {
    const plan = await dryRun('--rules', others);
    const { stdout } = await session.joiner(
      ...['send', hires, '--local', '--dry-run', '--rules', others],
    );

    expect(plan.hires.filter((hire: object) => 'groups' in hire)).toEqual([]);
    expect(plan).not.toHaveProperty('groupsBy');
    expect(stdout).toContain('Groups are not shown. others.yml has version ');
    expect(stdout.replace(/\s+/g, ' ')).toContain(
      `The stack has version ${version.slice(0, 12)}. Give the file with that version: --rules FILE. Without it, fields are not checked that are only read for the rules: a hire that is new here may be rejected.`,
    );
    expect(stdout).not.toContain('everyone');
  });

  test('stops where the named file is not there', async () => {
    const end = await session.joiner('send', hires, '--local', '--dry-run', '--rules', 'none.yml');

    expect(end).toMatchObject({ exitCode: 2, stdout: '' });
    expect(end.stderr).toContain('must exist; correct the path, or give it with --rules FILE');
  });
});

describe('joiner send --wait', () => {
  test.each([
    ['shows that an account from before got none of its groups, by the deployed rules', true],
    ['does not say it of an account without the rules, as its groups are not known', false],
  ])('%s', async (_, isByRules) => {
    const emailAddress = `kim.${isByRules}@example.com`;
    session.stack.directory.addUser({ emailAddress, createTime: Date.parse('2024-03-04') });
    const file = await session.writeFile(
      'kim.csv',
      `emailAddress,department\n${emailAddress},Portfolio Management\n`,
    );

    const sent = await session.json(
      ...['send', file, '--local', '--wait', '--yes', '--rules', isByRules ? deployed : others],
    );

    expect(sent.hires).toMatchObject([{ end: { outcome: 'existing', differs: isByRules } }]);
  });
});
