import * as z from 'zod/mini';
import type { CompactKey } from './compact-key.ts';

export const FORMAT = 'joiner-audit-1';
const text = z.string();
const texts = z.readonly(z.array(text));
const number = z.number();
const optionalNumber = z.nullable(number);

export const header = z.object({
  format: z.literal(FORMAT),
  of: z.object({ target: text, table: text, rulesVersion: text, sinceMs: optionalNumber }),
  startedAtMs: number,
  phase: z.enum(['table', 'directory', 'groups', 'second-look', 'done']),
  position: z.nullable(text),
  counts: z.record(text, number),
  firstLookEndedAtMs: optionalNumber,
  endedAtMs: optionalNumber,
  next: number,
  hiddenGroups: texts,
});

export const account = z.object({
  p: text,
  e: z.nullable(text),
  g: optionalNumber,
  isChecked: z.boolean(),
  isYoung: z.boolean(),
  isSeen: z.boolean(),
});

const accountKind = z.enum([
  'account-gone',
  'account-disabled',
  'account-renamed',
  'account-of-another',
]);

const candidate = z.discriminatedUnion('about', [
  z.object({
    about: z.literal('account'),
    personKey: text,
    userId: text,
    kinds: z.readonly(z.array(accountKind)),
  }),
  z.object({ about: z.literal('record'), personKey: text, attempts: number }),
  z.object({ about: z.literal('pointer'), employeeKey: text, holders: texts }),
  z.object({ about: z.literal('duplicate'), key: text, userIds: texts }),
  z.object({
    about: z.literal('group'),
    group: text,
    people: z.readonly(z.array(z.object({ personKey: text, userId: text }))),
  }),
]);

const finding = z.object({
  kind: z.union([
    accountKind,
    z.enum([
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
  personKey: z.exactOptional(text),
  employeeKey: z.exactOptional(text),
  userIds: texts,
  groups: z.exactOptional(texts),
  accounts: z.exactOptional(number),
});

/** One line each, after the header. */
export const LINES = {
  groups: z.tuple([z.literal('groups'), texts]),
  account: z.tuple([z.literal('account'), text, account]),
  employee: z.tuple([
    z.literal('employee'),
    text,
    z.nullable(z.tuple([text, z.boolean()])),
    z.array(z.tuple([text, z.boolean()])),
  ]),
  'at-person': z.tuple([z.literal('at-person'), text, text]),
  'at-employee': z.tuple([z.literal('at-employee'), text, text]),
  shared: z.tuple([z.literal('shared'), text, texts]),
  unknown: z.tuple([z.literal('unknown'), text, text]),
  candidate: z.tuple([z.literal('candidate'), candidate]),
  finding: z.tuple([z.literal('finding'), finding]),
  end: z.tuple([z.literal('end')]),
} as const;

export type Line = {
  readonly [Tag in keyof typeof LINES]: z.output<(typeof LINES)[Tag]>;
}[keyof typeof LINES];

export type Header = z.output<typeof header>;
export type SavedAccount = z.output<typeof account>;

/** What an audit is about: a stored one is continued only on the same. */
export type AuditOf = Header['of'];

export function encoded(key: CompactKey): string {
  return Buffer.from(key, 'latin1').toString('base64url');
}

export function decoded(text: string): CompactKey {
  return Buffer.from(text, 'base64url').toString('latin1') as CompactKey;
}
