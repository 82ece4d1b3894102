import { readFile } from 'node:fs/promises';
import { basename, parse } from 'node:path';
import * as v from 'valibot';
import { MalformedFileError } from '../../src/operator/send/malformed-file-error.ts';

const TEXT_RULE = 'must be text; correct it or leave it out';
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;
const TIME_RULE = 'must be a time such as 2024-03-04T08:00:00Z; give when the account was created';
/** A field that is left out breaks its own rule, as null does, and not the rule of the account. */
const given = v.optional(v.unknown(), null);
const access = v.picklist(['ENABLED', 'DISABLED'], 'must be ENABLED or DISABLED; correct it');

const seed = v.array(
  v.strictObject(
    {
      emailAddress: v.pipe(given, v.string('must be text; give the address of the account')),
      firstName: v.exactOptional(v.string(TEXT_RULE)),
      lastName: v.exactOptional(v.string(TEXT_RULE)),
      type: v.pipe(
        given,
        v.picklist(['APP_USER', 'SUPER_USER'], 'must be APP_USER or SUPER_USER; correct it'),
      ),
      apiAccess: v.pipe(given, access),
      status: v.pipe(given, access),
      // Required: without it the account would seem to be created by the run itself.
      createTime: v.pipe(
        given,
        v.string(TIME_RULE),
        v.check(isTime, TIME_RULE),
        v.transform((time) => Date.parse(time)),
      ),
    },
    'must be an object with emailAddress, firstName, lastName, type, apiAccess, status, createTime and nothing else; correct it',
  ),
  'must be a JSON array of accounts; correct it',
);

/** An account that exists before the first hire. `createTime` is epoch milliseconds. */
export type SeededUser = v.InferOutput<typeof seed>[number];

/**
 * Reads the existing accounts for a file of hires: for `NAME.csv` those in `NAME.directory.json` of the
 * same folder. No file means no accounts.
 * @throws MalformedFileError when the file is not valid
 */
export async function readDirectorySeed(hireFilePath: string): Promise<SeededUser[]> {
  const { dir, name } = parse(hireFilePath);
  const path = `${dir === '' ? '.' : dir}/${name}.directory.json`;
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
  const read = v.safeParse(seed, parseJson(text));
  if (read.success) return read.output;
  const faults = read.issues.map(({ type, path, message }) => {
    const [account, field] = path ?? [];
    // A field that no account has is a fault of its account.
    const isOfField = field && type !== 'strict_object';
    const place = [account && `account ${Number(account.key) + 1}`, isOfField && field.key];
    return { ...(account && { field: place.filter(Boolean).join(', ') }), rule: message };
  });
  throw new MalformedFileError(basename(path), faults);
}

/** A time of the calendar in UTC: Date.parse takes February 30 for March 1. */
function isTime(text: string): boolean {
  const epochMs = Date.parse(text);
  if (!TIME.test(text) || Number.isNaN(epochMs)) return false;
  return new Date(epochMs).toISOString().startsWith(text.slice(0, 'yyyy-mm-ddThh:mm:ss'.length));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
