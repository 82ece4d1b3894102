import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from '@jest/globals';
import { awsCli, motoServer } from '../counterparts/counterparts.ts';
import { withCounterpart } from '../counterparts/with-counterpart.ts';
import { installCommands } from './walk/install-commands.ts';
import { DEPLOYED } from './walk/journey.ts';
import { walkText, writtenWalk } from './walk/page.ts';
import type { Step } from './walk/shell.ts';
import { walk } from './walk/walk.ts';

/** A package of the framework for each directory, on a busy machine. */
const WALK_TIMEOUT_MS = 900_000;
const NAME = 'a release, from an empty folder with the AWS CLI';
/** What moto does not do as the template says: docs/deploying.md. */
const PROBLEMS_ON_MOTO = [
  'dead-letters-of-others',
  'table-encryption',
  'point-in-time-recovery',
  'scheduled-table-encryption',
  'scheduled-table-point-in-time-recovery',
];

interface Releases {
  readonly first: string;
  readonly second: string;
}

/** @param build gives the folders of two releases, the second with other code of the function */
export function describeWalk(build: () => Promise<Releases>): void {
  withCounterpart(awsCli, NAME, () => {
    withCounterpart(motoServer, NAME, () => {
      let releases: Releases;
      let steps: readonly Step[];

      beforeAll(async () => {
        releases = await build();
        steps = await walk(releases.first, releases.second);
      }, WALK_TIMEOUT_MS);

      const ends = (start: string) => steps.filter(({ command }) => command.startsWith(start));
      const outputOf = (start: string) => ends(start).map(({ output }) => output);

      test('every command of install.md is run', () => {
        const page = readFileSync(join(releases.first, 'install.md'), 'utf8');
        const run = new Set(steps.map(({ command }) => command));
        const commands = installCommands(page).map(({ command }) => command);

        expect(commands.length).toBeGreaterThan(8);
        expect(commands.filter((command) => !run.has(command))).toEqual([]);
      });

      test('every command succeeds, but for the look at the stack and at a hire that waits', () => {
        const failed = steps.filter(({ exitCode }) => exitCode !== 0);

        expect(failed.map(({ command, exitCode }) => `${command}: ${exitCode}`)).toEqual([
          'joiner doctor --stack joiner-prod: 1',
          'joiner status ada.okafor@example.com --stack joiner-prod: 1',
          'joiner doctor --stack joiner-prod: 1',
        ]);
      });

      test('joiner doctor finds no other problem than what moto leaves out', () => {
        const problems = outputOf('joiner doctor').map((output) =>
          [...output.matchAll(/^│ (\S+) +│ problem /gm)].map(([, check]) => check),
        );

        expect(problems).toEqual([PROBLEMS_ON_MOTO, PROBLEMS_ON_MOTO]);
      });

      test('a hire that the installed joiner sends is in the queue', () => {
        expect(outputOf('joiner send ../hire.json --stack joiner-prod --yes')).toEqual([
          expect.stringContaining('1 hire sent.'),
        ]);
        expect(outputOf('joiner status')).toEqual([
          expect.stringContaining('1 message in the new-hire queue'),
        ]);
      });

      test('the upgrade brings the other code and the other setting to the function', () => {
        const deployed = outputOf(DEPLOYED).map((output) => output.trim().split('\t'));

        expect(deployed).toEqual([
          [codeSha256(releases.first), '200'],
          [codeSha256(releases.second), '300'],
        ]);
        expect(codeSha256(releases.second)).not.toBe(codeSha256(releases.first));
      });

      test('the table stays after the removal', () => {
        expect(outputOf('aws dynamodb describe-table')).toEqual(['"ACTIVE"\n']);
      });

      test('docs/deploying.md has each step with its output: else run `npm run release:walk -- --write`', async () => {
        expect(await writtenWalk()).toBe(walkText(steps));
      });
    });
  });
}

/** Of the zip that the template names, as Lambda gives it. */
function codeSha256(release: string): string {
  const template = readFileSync(join(release, 'joiner-identity-center.yml'), 'utf8');
  const [name = ''] = template.match(/provision-user-\w+\.zip/) ?? [];
  const zip = readFileSync(join(release, 'functions', name));
  return createHash('sha256').update(zip).digest('base64');
}
