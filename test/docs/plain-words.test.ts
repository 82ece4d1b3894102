import { globSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';

/** What is checked: pages and YAML as a whole, of code the comments and texts. Add a folder once it is clean. */
const CLEAN_FOLDERS = [
  'README.md',
  'ARCHITECTURE.md',
  'CHANGELOG.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  '.github/**/*.yml',
  'docs/*.md',
  'docs/decisions/*.md',
  'docs/generated/{benchmarks,bundle,matrix,metrics,parameters,rules}.md',
  'serverless.yml',
  'resources/**/*.yml',
  'bin/*.js',
  'handlers/**/*.ts',
  'bench/**/*.ts',
  'src/**/*.ts',
  'local/**/*.ts',
  'release/**/*.{md,ts}',
  // The texts of the matrix and of the rules.
  'test/proof/**/*.ts',
  'test/support/trials/*.ts',
];

/** How many characters before and after it show where a refused word is. */
const AROUND = 40;

/** Contract words that contain a refused one. */
const CONTRACT_CODES = ['twin-suspected'];

/** Refused, and what to write in its place. */
const PLAIN_WORDS: readonly (readonly [RegExp, string])[] = [
  [/told/, 'said, reported, given'],
  [/tell(s|ing)?/, 'say, report, show, distinguish'],
  [/nobody/, 'no one, no account'],
  [/somebody/, 'someone, or name the person'],
  [/anybody/, 'anyone'],
  [/whoever/, 'name the person'],
  [/whomever/, 'name the person'],
  [/amiss/, 'wrong, failed, a problem'],
  [/anew/, 'again'],
  [/mend(s|ed|ing)?/, 'fix, correct'],
  [/twins?/, 'duplicate account'],
  [/show(s|n|ing)? again/, 'retried, returned'],
  [/what do I press/, 'How do I fix it?'],
  [/go(es|ing)? on/, 'continue'],
  [/siblings?/, 'the rest of its batch'],
  [/besides/, 'also, other than'],
  [/in vain/, 'without a find, without success'],
  [/all the same/, 'anyway, still'],
  [/by whom/, 'name the person'],
  [/stands? there/, 'is stored, exists'],
];

const files = CLEAN_FOLDERS.flatMap((pattern) => globSync(pattern));

test('every pattern of CLEAN_FOLDERS matches a file', () => {
  expect(CLEAN_FOLDERS.filter((pattern) => globSync(pattern).length === 0)).toEqual([]);
});

test.each(files)('%s is in plain words', (file) => {
  expect(refusedIn(textOf(file, readFileSync(file, 'utf8')))).toEqual([]);
});

describe('what is refused', () => {
  test.each([
    ['a word', 'Nobody is there', 'nobody: no one, no account'],
    ['a form of it', 'he mended it', 'mend(s|ed|ing)?: fix, correct'],
    ['words with a line break between', 'it is shown\n   again', 'show(s|n|ing)? again: '],
  ])('%s', (_, text, expected) => {
    expect(refusedIn(text)).toEqual([expect.stringContaining(expected)]);
  });

  test.each([
    ['a part of a word', 'recommended, foretold'],
    ['a contract code', 'cause `twin-suspected`'],
    ['a name in code', textOf('a.ts', 'const anew = tell(nobody);')],
    ['a value in a template', textOf('a.ts', 'const text = `${tell(nobody)} is new`;')],
  ])('not %s', (_, text) => {
    expect(refusedIn(text)).toEqual([]);
  });

  test.each([
    ['a line comment', 'go(); // Nobody waits.'],
    ['a block comment', '/**\n * Nobody waits.\n */'],
    ['a string', "throw new Error('Nobody waits.');"],
    ['a template', 'const text = `Nobody waits for ${name}.`;'],
    ['another page', '```\nNobody waits.\n```\n', 'docs/operating.md'],
  ])('in %s', (_, text, file = 'a.ts') => {
    expect(refusedIn(textOf(file, text))).toHaveLength(1);
  });
});

/** Each refused word of a text, with what to write in its place and the words around it. */
function refusedIn(text: string): readonly string[] {
  const plain = CONTRACT_CODES.reduce((rest, code) => rest.replaceAll(code, ''), text).replace(
    /\s+(?:(?:\*|\/\/)\s+)?/g,
    ' ',
  );
  return PLAIN_WORDS.flatMap(([word, instead]) => {
    const [...hits] = plain.matchAll(new RegExp(`\\b${word.source}\\b`, 'gi'));
    return hits.map(({ 0: hit, index }) => {
      const around = plain.slice(Math.max(0, index - AROUND), index + hit.length + AROUND);
      return `${word.source}: ${instead} (… ${around} …)`;
    });
  });
}

/** What people read of a file: of code its comments, strings and templates. */
function textOf(file: string, content: string): string {
  if (!/\.[jt]s$/.test(file)) return content;
  const texts =
    /\/\*.*?\*\/|\/\/[^\n]*|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`/gs;
  return (content.match(texts) ?? []).map((text) => text.replace(/\$\{[^}]*\}/g, '')).join('\n');
}
