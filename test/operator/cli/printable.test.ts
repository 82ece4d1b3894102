import { styleText } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import {
  printable,
  screenJson,
  screenText,
  shellQuoted,
} from '../../../src/operator/cli/printable.ts';
import { entriesOf, failedText, recordEntries } from '../../../src/operator/cli/status.ts';
import { listOf, tableOf } from '../../../src/operator/cli/table.ts';
import type { ListedMessage } from '../../../src/operator/failed/failed-message.ts';
import type { Person, PersonStatus } from '../../../src/operator/person-status.ts';
import type { UserRecord } from '../../../src/provisioning/record.ts';

const CLEAR = '\u001b[2J';
const RIGHT_TO_LEFT = '\u202e';
const CONTROL_SEQUENCE = '\u009b31m';

describe('foreign text', () => {
  test.each([
    ['a terminal escape', `a${CLEAR}b`],
    ['a control sequence of one character', `a${CONTROL_SEQUENCE}b`],
    ['a change of direction', `a${RIGHT_TO_LEFT}b`],
    ['a line of its own', 'a\nb'],
    ['a return to the start of the line', 'a\rb'],
  ])('is shown without %s', (_, text) => {
    expect(printable(text)).toMatch(/^a\ufffd[[\dmJ]*b$/);
  });

  test('makes no line of its own in a list, and controls no terminal from a table', () => {
    const text = `x\n${CLEAR}all is well, it says`;

    expect(listOf([['user id', text]])).toBe(' user id  x\ufffd\ufffd[2Jall is well, it says');
    expect(tableOf(['what the directory says here'], [[text]], { columns: 80 })).toContain(
      '\ufffd[2Jall is well, it says',
    );
  });
});

describe('what goes to the screen', () => {
  test('keeps lines and our own styles, and no other escape', () => {
    const title = styleText('bold', 'Title', { validateStream: false });

    expect(screenText(`${title}\nline${CLEAR}`)).toBe(`${title}\nline\ufffd[2J`);
  });

  test.each(['8', '7', '30', '97', '2', '5'])(
    'has no style that is not ours, which could hide text: %s',
    (code) => {
      expect(screenText(`a\u001b[${code}mb`)).toBe(`a\ufffd[${code}mb`);
    },
  );

  test('is the same value as JSON, in characters that no terminal acts on', () => {
    const value = { text: `${CLEAR}${CONTROL_SEQUENCE}${RIGHT_TO_LEFT}\u{e0041}é` };
    const shown = screenJson(value);

    expect(JSON.parse(shown)).toEqual(value);
    expect(shown).toMatch(/^[\n\x20-\x7eé]*$/);
  });
});

describe('a message or a record, in `status`,', () => {
  const RED = '\u001b[31m';
  const reason = { code: `c${RED}`, message: `m${RED}` };

  test('gives its reason no style', () => {
    const message = { id: 'm-1', queue: 'rejected', reason, failedAtMs: 0 } as ListedMessage;
    const record = {
      state: 'FAILED',
      reason: reason.message,
      reasonCode: reason.code,
      requestId: `r${RED}`,
      failedAtMs: 0,
      firstAttemptAtMs: 0,
    } as UserRecord;
    const texts = [failedText(message), ...recordEntries(record, 0).flat()];

    expect(texts.join('')).toContain('m\ufffd[31m [c\ufffd[31m]');
    expect(texts.join('')).not.toContain(RED);
  });

  test('gives the filter of the log no style', () => {
    const person = {
      scheduled: [],
      failed: [{ requestId: `r${RED}`, reason, id: 'm', failedAtMs: 0 }],
    };
    const found = { logGroupName: 'log', newHireQueue: { waiting: 0, inFlight: 0 } };
    const entries = entriesOf(person as unknown as Person, found as unknown as PersonStatus, 0);

    expect(Object.fromEntries(entries)['log']).toBe('log, filter "r\ufffd[31m"');
  });
});

test.each([
  ['hires.csv', 'hires.csv'],
  ['/tmp/new hires.csv', "'/tmp/new hires.csv'"],
  ["it's; rm -rf ~", `'it'"'"'s; rm -rf ~'`],
  ["E\\\\1\\'", String.raw`'E'"\\\\"'1'"\\'"''`],
  ['%self', "'%self'"],
  ['', "''"],
])('a word of a command is quoted for the shell: %s', (word, quoted) => {
  expect(shellQuoted(word)).toBe(quoted);
});
