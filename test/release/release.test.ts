import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { globSync, readFileSync, statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { unzipSync } from 'fflate';
import { TARGETS } from '../../local/directories/directories.ts';
import { writeRelease } from '../../release/write-release.ts';
import { copySources, releaseFrom } from './copied-sources.ts';
import { describeLocalStack } from './local-stack.suite.ts';
import { installCommands } from './walk/install-commands.ts';
import { buildLaterRelease } from './walk/two-releases.ts';
import { describeWalk } from './walk.suite.ts';

/** A package of the framework for each directory, on a busy machine. */
const BUILD_TIMEOUT_MS = 900_000;
const { version } = JSON.parse(readFileSync('package.json', 'utf8'));

let folder: string;
let release: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'joiner-release-'));
  release = await writeRelease(join(folder, 'here'));
}, BUILD_TIMEOUT_MS);
afterAll(() => rm(folder, { recursive: true }));

const read = (name: string) => readFileSync(join(release, name), 'utf8');
const files = () =>
  globSync('**', { cwd: release })
    .filter((path) => statSync(join(release, path)).isFile())
    .toSorted();
const zips = () => files().filter((path) => path.endsWith('.zip'));

test('the release folder has templates, functions, command line, policies, licences and sums', () => {
  const withoutHashes = files().map((path) => path.replace(/-[0-9a-f]{12}\.zip$/, '.zip'));
  const policies = globSync('operator-policy/*.json', { cwd: 'docs' });

  expect(basename(release)).toBe(`joiner-${version}`);
  expect(withoutHashes).toEqual(
    [
      'CHANGELOG.md',
      'LICENSE',
      'SHA256SUMS',
      'THIRD-PARTY-LICENCES.txt',
      ...TARGETS.map(() => 'functions/audit.zip'),
      'functions/intake.zip',
      ...TARGETS.map(() => 'functions/provision-user.zip'),
      'functions/release-due-hires.zip',
      'install.md',
      `joiner-cli-${version}.tgz`,
      ...TARGETS.map((target) => `joiner-${target}.yml`),
      ...policies,
      'sbom.cdx.json',
    ].toSorted(),
  );
});

test('every zip is the code of a function of a template, and every function has its zip', () => {
  const named = TARGETS.flatMap((target) => read(`joiner-${target}.yml`).match(/[\w-]+\.zip/g));

  expect([...new Set(named)].toSorted()).toEqual(zips().map((path) => basename(path)));
});

test('SHA256SUMS has the sum of every other file, as sha256sum reads it', () => {
  const sums = files()
    .filter((path) => path !== 'SHA256SUMS')
    .map((path) => {
      const sum = createHash('sha256').update(readFileSync(join(release, path)));
      return `${sum.digest('hex')}  ${path}\n`;
    });

  expect(read('SHA256SUMS')).toBe(sums.join(''));
});

const withSha256sum = globSync('/{usr/,}bin/sha256sum').length > 0 ? test : test.skip;
withSha256sum('sha256sum finds every file right', async () => {
  const check = ['-c', 'SHA256SUMS'];

  const { stdout } = await promisify(execFile)('sha256sum', check, { cwd: release });

  expect(stdout.match(/: OK$/gm)).toHaveLength(files().length - 1);
});

test(
  'another user with other permissions, who builds it from another folder, gets the same bytes',
  async () => {
    const elsewhere = join(folder, 'elsewhere');
    await copySources(elsewhere);

    const again = await releaseFrom(elsewhere, join(folder, 'again'));

    expect(readFileSync(join(again, 'SHA256SUMS'), 'utf8')).toBe(read('SHA256SUMS'));
  },
  BUILD_TIMEOUT_MS,
);

test('the functions are JavaScript and data, so that one zip serves both processors', () => {
  const entries = zips().flatMap((path) =>
    Object.entries(unzipSync(readFileSync(join(release, path)))),
  );
  const others = entries.filter(
    ([name, content]) => !/\.(js|yml)$/.test(name) || content.includes(0),
  );
  const nativeCode = entries.filter(([, content]) =>
    /process\.dlopen|\.node["'`]/.test(Buffer.from(content).toString('latin1')),
  );

  expect(entries.length).toBeGreaterThan(20);
  expect(others.map(([name]) => name)).toEqual([]);
  expect(nativeCode.map(([name]) => name)).toEqual([]);
});

test('package.json decides the version: all that has one has that', () => {
  const lock = JSON.parse(readFileSync('package-lock.json', 'utf8'));
  const versions = {
    lock: [lock.version, lock.packages[''].version],
    bill: JSON.parse(read('sbom.cdx.json')).metadata.component.version,
    templates: TARGETS.map(
      (target) => read(`joiner-${target}.yml`).match(/^Description: "Joiner (\S+) /m)?.[1],
    ),
    page: read('install.md').match(/^# Installing Joiner (.*)$/m)?.[1],
    changes: read('CHANGELOG.md').match(/^## \[(\d.*?)\] - \d{4}-\d\d-\d\d$/m)?.[1],
  };

  expect(versions).toEqual({
    lock: [version, version],
    bill: version,
    templates: TARGETS.map(() => version),
    page: version,
    changes: version,
  });
});

test('every package with code in it is named with its licence', () => {
  const { components } = JSON.parse(read('sbom.cdx.json'));
  const lines = new Set(read('THIRD-PARTY-LICENCES.txt').split('\n'));
  const names = components.map(
    (component: { name: string; version: string }) => `${component.name} ${component.version}`,
  );

  expect(names.length).toBeGreaterThan(50);
  expect(names.filter((name: string) => !lines.has(name))).toEqual([]);
});

describe('install.md', () => {
  test('is one page of 80 columns', () => {
    const lines = read('install.md').split('\n');

    expect(lines.length).toBeLessThanOrEqual(110);
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
  });

  test('names everything in the folder', () => {
    const page = read('install.md');
    const names = new Set(files().map((path) => path.replace(/\/.*/, '/')));
    const missing = [...names].filter((name) => !page.includes(`\`${name}\``));
    const templates = TARGETS.map((target) => `joiner-${target}.yml`);

    expect(missing.filter((name) => !templates.includes(name))).toEqual(['install.md']);
    expect(templates.filter((name) => !page.includes(name))).toEqual([]);
  });

  test('has only files of the folder, and files that it writes beside it, in its commands', () => {
    const text = installCommands(read('install.md')).map(({ command }) => command);
    const named = text.join('\n').match(/(?<=[ /])[\w.-]+\.(yml|tgz|json|md)\b/g) ?? [];
    const written = ['hire.json', 'settings.json'];

    expect(named.length).toBeGreaterThan(3);
    expect(named.filter((name) => !files().includes(name) && !written.includes(name))).toEqual([]);
  });
});

// Here, as each package of the framework costs seconds.
describeLocalStack(() => release);
describeWalk(async () => ({ first: release, second: await buildLaterRelease(folder) }));
