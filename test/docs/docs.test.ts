import { existsSync, globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { Command } from 'commander';
import { parameterNameOf, SETTINGS } from '../../release/template/settings.ts';
import { processHost } from '../../src/operator/cli/host.ts';
import { createProgram } from '../../src/operator/cli/program.ts';

const PAGES = [
  'README.md',
  'ARCHITECTURE.md',
  'CHANGELOG.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  'release/install.md',
  ...globSync('docs/**/*.md'),
];
const program = createProgram(processHost());
const { scripts } = JSON.parse(readFileSync('package.json', 'utf8'));
const CODE_FILES = globSync([
  '{src,local,handlers,bin,bench,packaging,release,resources,schemas,sources,test}/**/*.{ts,js,cjs,yml,json}',
  'events/access-rules/*.yml',
  'events/sources/**/*.json',
  'docs/operator-policy/*.json',
  '{serverless.yml,package.json}',
]);
/** What `npm run release:templates` writes. */
const TEMPLATES = globSync('resources/targets/*.yml').map((path) => `joiner-${basename(path)}`);
const FILE_NAMES = new Set([...CODE_FILES.map((file) => basename(file)), ...TEMPLATES]);
const WORDS = new Set(CODE_FILES.flatMap((file) => readFileSync(file, 'utf8').match(/\w+/g) ?? []));
/** Names of AWS's that our code does not use. */
const NAMES_OF_AWS = [
  'AWSReservedSSO_JoinerOperators_',
  'AttributeKey',
  'DefaultRateLimiter',
  'DesiredState',
  'EventBridgeEventBusParameters',
  'EventId',
  'GetObject',
  'OwnerAccountId',
  'PutEvents',
  'StackSet',
  'UpdateFunctionConfiguration',
];

/** Names of HR systems that no source reads. */
const NAMES_OF_HR_SYSTEMS = ['bulkUpload', 'lastModified'];
/** Of the templates. */
const PARAMETERS = Object.keys(SETTINGS).map(parameterNameOf);
const OTHER_NAMES = [...NAMES_OF_AWS, ...NAMES_OF_HR_SYSTEMS, ...PARAMETERS];

/** The content of code spans and code blocks, line by line. */
function codeOf(page: string): readonly string[] {
  const [...blocks] = page.matchAll(/^```\w*\n(.*?)^```$/gms);
  const lines = blocks.flatMap(([, code = '']) => code.replaceAll('\\\n', ' ').split('\n'));
  return [...lines, ...spansOf(page)];
}

function spansOf(page: string): readonly string[] {
  const prose = page.replace(/^```\w*\n.*?^```$/gms, '');
  return [...prose.matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code);
}

/** The options of a command line that its command does not have; the whole line where there is no such command. */
function unknownIn(line: string): readonly string[] {
  const words = line.trim().split(/\s+/);
  let command: Command = program;
  while (command.commands.length > 0) {
    const next = command.commands.find((child) => child.name() === words[0]);
    if (!next) return /^--(help|version)\b/.test(words[0] ?? '') ? [] : [line];
    command = next;
    words.shift();
  }
  const known = new Set(['--help', ...command.options.map(({ long }) => long)]);
  const given = words.filter((word) => word.startsWith('--'));
  return given.filter((option) => !known.has(option)).map((option) => `${line}: ${option}`);
}

describe.each(PAGES)('%s', (name) => {
  const page = readFileSync(name, 'utf8');
  const code = codeOf(page);

  test('names commands and options that there are', () => {
    const lines = code.flatMap((line) => /^(?:\$ )?(?:npx )?joiner (.*)/.exec(line)?.[1] ?? []);
    expect(lines.flatMap(unknownIn)).toEqual([]);
  });

  test('names scripts that there are', () => {
    const names = code.flatMap((line) => /^(?:\$ )?npm run ([\w:-]+)/.exec(line)?.[1] ?? []);
    expect(names.filter((script) => !(script in scripts))).toEqual([]);
  });

  test('names files that there are', () => {
    const paths = [
      // Not the end of a URL or of a longer path.
      ...(page.match(
        /(?<![\w/])(?:test|src|resources|local|handlers|bench|bin|docs|packaging|release|events)\/[\w./-]*\w/g,
      ) ?? []),
    ];
    const names = spansOf(page).filter((span) => /^[\w.-]+\.(?:ts|js|cjs|yml)$/.test(span));

    expect(paths.filter((path) => !existsSync(path))).toEqual([]);
    expect(names.filter((file) => !FILE_NAMES.has(file))).toEqual([]);
  });

  test('names code that there is', () => {
    // In camel case, with one or more humps.
    const names = spansOf(page).flatMap(
      (span) => span.match(/\b[A-Za-z]\w*[a-z][A-Z]\w*\b/g) ?? [],
    );
    const unknown = names.filter((word) => !WORDS.has(word) && !OTHER_NAMES.includes(word));

    expect(unknown).toEqual([]);
  });

  test('links to pages and sections that there are', () => {
    const [...links] = page.matchAll(/\]\((?!https?:)([^)#]*)(?:#([^)]+))?\)/g);
    const broken = links.filter(([, path = '', anchor]) => {
      const file = path === '' ? name : new URL(path, `file:///${name}`).pathname.slice(1);
      return !existsSync(file) || (anchor !== undefined && !anchorsOf(file).includes(anchor));
    });
    expect(broken.map(([link]) => link)).toEqual([]);
  });
});

test('code names pages that there are', () => {
  const code = globSync(
    '{src,local,handlers,bin,bench,packaging,release,resources,test}/**/*.{ts,js,cjs,yml}',
  );
  const named = code.flatMap((file) =>
    (readFileSync(file, 'utf8').match(/\bdocs\/[\w./-]+\.(?:md|svg|json)\b/g) ?? []).map((page) => [
      file,
      page,
    ]),
  );

  expect(named.filter(([, page = '']) => !existsSync(page))).toEqual([]);
});

test('README fits the first screens, and leads to every page', () => {
  const reached = new Set(['README.md']);
  for (const page of reached) for (const linked of pagesLinkedFrom(page)) reached.add(linked);

  expect(readFileSync('README.md', 'utf8').split('\n').length).toBeLessThanOrEqual(120);
  expect(PAGES.filter((page) => !reached.has(page))).toEqual([]);
});

test('docs/operating.md names every command of joiner', () => {
  const code = codeOf(readFileSync('docs/operating.md', 'utf8'));
  const isNamed = (command: string) =>
    code.some((line) => line === command || line.startsWith(`${command} `));

  expect(commandsOf(program).filter((command) => !isNamed(command))).toEqual([]);
});

// A terminal does what is written in a file: it moves the cursor, or shows a command that is not there.
test('no page has a terminal print a file of the intake as its sender wrote it', () => {
  const printing = PAGES.flatMap(
    (page) => readFileSync(page, 'utf8').match(/aws s3 cp \S+ -(?=[\s`])/g) ?? [],
  )
    // Of the audit, which writes plain text.
    .filter((command) => !command.includes('/reports/'));

  expect(printing).toEqual([]);
});

test('docs/contributing.md names every script of package.json', () => {
  const code = codeOf(readFileSync('docs/contributing.md', 'utf8'));
  const named = code.flatMap((line) => /^npm (?:run )?([\w:-]+)/.exec(line)?.[1] ?? []);
  const byNpmItself = ['postinstall'];

  expect(
    Object.keys(scripts).filter((script) => ![...named, ...byNpmItself].includes(script)),
  ).toEqual([]);
});

describe('docs/configuration.md', () => {
  const page = readFileSync('docs/configuration.md', 'utf8');
  const [, table = ''] = page.split('## Parameters');
  const rows =
    table.match(/^\| `.*$/gm)?.map((row) => row.split('|').map((cell) => cell.trim())) ?? [];
  const namesIn = (cell = '') => [...cell.matchAll(/`(\w+)`/g)].map(([, name = '']) => name);
  const stack = readFileSync('serverless.yml', 'utf8');

  test('lists every parameter once, and no other', () => {
    const [params = ''] = /^params:\n(?: .*\n)+/m.exec(stack) ?? [];
    const declared = [...params.matchAll(/^ {4}(\w+):/gm)].map(([, name]) => name);

    expect(rows.flatMap(([, parameters]) => namesIn(parameters)).toSorted()).toEqual(
      [...new Set(declared)].toSorted(),
    );
  });

  test('gives each parameter the setting that it becomes', () => {
    const files = [
      stack,
      ...globSync('resources/targets/*.yml').map((file) => readFileSync(file, 'utf8')),
    ];
    const settings = files.flatMap((file) => [
      ...file.matchAll(/^ +([A-Z_]+): \$\{param:(\w+)\}$/gm),
    ]);
    const inStack = settings
      .filter(([, setting]) => !setting?.startsWith('POWERTOOLS_'))
      .map(([, setting, parameter]) => `${parameter} ${setting}`);
    const onPage = rows.flatMap(([, parameters, names]) => {
      const settingNames = namesIn(names);
      return settingNames.map((setting, index) => `${namesIn(parameters)[index]} ${setting}`);
    });

    // Several directories may take one setting.
    expect(onPage.toSorted()).toEqual([...new Set(inStack)].toSorted());
  });
});

test.each(globSync('docs/generated/*.md'))('%s begins with the script that writes it', (page) => {
  const [, , firstLine = ''] = readFileSync(page, 'utf8').split('\n');
  const [, script = ''] = /^Written by `npm run ([\w:-]+)/.exec(firstLine) ?? [];

  expect(scripts).toHaveProperty(script);
  expect(firstLine).toContain('do not edit');
});

/** With their words: `joiner failed list`. */
function commandsOf({ commands }: Command, words = 'joiner'): readonly string[] {
  return commands.flatMap((command) => {
    const name = `${words} ${command.name()}`;
    return command.commands.length > 0 ? commandsOf(command, name) : [name];
  });
}

function pagesLinkedFrom(page: string): readonly string[] {
  const [...links] = readFileSync(page, 'utf8').matchAll(/\]\((?!https?:)([^)#]+\.md)/g);
  return links.map(([, path = '']) => new URL(path, `file:///${page}`).pathname.slice(1));
}

function anchorsOf(file: string): readonly string[] {
  const headings = readFileSync(file, 'utf8').match(/^#+ .*$/gm) ?? [];
  return headings.map((heading) =>
    heading
      .replace(/^#+ /, '')
      .toLowerCase()
      .replace(/[^\w -]/g, '')
      .replaceAll(' ', '-'),
  );
}
