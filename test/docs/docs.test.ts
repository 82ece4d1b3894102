import { existsSync, globSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import type { Command } from 'commander';
import { program } from '../../src/operator/cli/program.ts';

const PAGES = ['README.md', 'ARCHITECTURE.md', ...globSync('docs/**/*.md')];
const { scripts } = JSON.parse(readFileSync('package.json', 'utf8'));

/** What stands in code spans and in code blocks, line by line. */
function codeOf(page: string): readonly string[] {
  const [...blocks] = page.matchAll(/^```\w*\n(.*?)^```$/gms);
  const prose = page.replace(/^```\w*\n.*?^```$/gms, '');
  const [...spans] = prose.matchAll(/`([^`\n]+)`/g);
  return [...blocks, ...spans].flatMap(([, code = '']) => code.replaceAll('\\\n', ' ').split('\n'));
}

/** The options of a command line that its command does not have; the whole line where there is no such command. */
function unknownIn(line: string): readonly string[] {
  const words = line.trim().split(/\s+/);
  let command: Command = program;
  while (command.commands.length > 0) {
    const next = command.commands.find((child) => child.name() === words[0]);
    if (!next) return words[0]?.startsWith('--help') ? [] : [line];
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
    const paths = page.match(/\b(?:test|src|resources)\/[\w./-]*\w/g) ?? [];
    expect(paths.filter((path) => !existsSync(path))).toEqual([]);
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
