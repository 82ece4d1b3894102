import * as v from 'valibot';
import type { CompactKey } from './compact-key.ts';

export const FORMAT = 'joiner-audit-1';
const text = v.string();
const texts = v.pipe(v.array(text), v.readonly());
const number = v.pipe(v.number(), v.finite());
const optionalNumber = v.nullable(number);

export const header = v.object({
  format: v.literal(FORMAT),
  of: v.object({ target: text, table: text, rulesVersion: text, sinceMs: optionalNumber }),
  startedAtMs: number,
  phase: v.picklist(['table', 'directory', 'groups', 'second-look', 'done']),
  position: v.nullable(text),
  counts: v.record(text, number),
  firstLookEndedAtMs: optionalNumber,
  endedAtMs: optionalNumber,
  next: number,
  hiddenGroups: texts,
});

export const account = v.object({
  p: text,
  e: v.nullable(text),
  g: optionalNumber,
  isChecked: v.boolean(),
  isYoung: v.boolean(),
  isSeen: v.boolean(),
});

const accountKind = v.picklist([
  'account-gone',
  'account-disabled',
  'account-renamed',
  'account-of-another',
]);

const candidate = v.variant('about', [
  v.object({
    about: v.literal('account'),
    personKey: text,
    userId: text,
    kinds: v.pipe(v.array(accountKind), v.readonly()),
  }),
  v.object({ about: v.literal('record'), personKey: text, attempts: number }),
  v.object({ about: v.literal('pointer'), employeeKey: text, holders: texts }),
  v.object({ about: v.literal('duplicate'), key: text, userIds: texts }),
  v.object({
    about: v.literal('group'),
    group: text,
    people: v.pipe(v.array(v.object({ personKey: text, userId: text })), v.readonly()),
  }),
]);

const finding = v.object({
  kind: v.union([
    accountKind,
    v.picklist([
      'account-unreadable',
      'duplicate-accounts',
      'record-stuck',
      'groups-missing',
      'group-gone',
      'pointer-missing',
      'pointer-elsewhere',
      'pointer-dangling',
    ]),
  ]),
  personKey: v.exactOptional(text),
  employeeKey: v.exactOptional(text),
  userIds: texts,
  groups: v.exactOptional(texts),
  accounts: v.exactOptional(number),
});

/** One line each, after the header. */
export const LINES = {
  groups: v.strictTuple([v.literal('groups'), texts]),
  account: v.strictTuple([v.literal('account'), text, account]),
  employee: v.strictTuple([
    v.literal('employee'),
    text,
    v.nullable(v.strictTuple([text, v.boolean()])),
    v.array(v.strictTuple([text, v.boolean()])),
  ]),
  'at-person': v.strictTuple([v.literal('at-person'), text, text]),
  'at-employee': v.strictTuple([v.literal('at-employee'), text, text]),
  shared: v.strictTuple([v.literal('shared'), text, texts]),
  unknown: v.strictTuple([v.literal('unknown'), text, text]),
  candidate: v.strictTuple([v.literal('candidate'), candidate]),
  finding: v.strictTuple([v.literal('finding'), finding]),
  end: v.strictTuple([v.literal('end')]),
} as const;

export type Line = {
  readonly [Tag in keyof typeof LINES]: v.InferOutput<(typeof LINES)[Tag]>;
}[keyof typeof LINES];

export type Header = v.InferOutput<typeof header>;
export type SavedAccount = v.InferOutput<typeof account>;

/** What an audit is about: a stored one is continued only on the same. */
export type AuditOf = Header['of'];

export function encoded(key: CompactKey): string {
  return Buffer.from(key, 'latin1').toString('base64url');
}

export function decoded(text: string): CompactKey {
  return Buffer.from(text, 'base64url').toString('latin1') as CompactKey;
}
