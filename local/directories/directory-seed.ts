import { readFile } from 'node:fs/promises';
import { basename, parse } from 'node:path';
import * as z from 'zod/mini';
import { MalformedFileError } from '../../src/operator/send/malformed-file-error.ts';

const TEXT_RULE = 'must be text; correct it or leave it out';
const TIME_RULE = 'must be a time such as 2024-03-04T08:00:00Z; give when the account was created';

const seed = z.array(
  z.strictObject(
    {
      emailAddress: z.string('must be text; give the address of the account'),
      firstName: z.exactOptional(z.string(TEXT_RULE)),
      lastName: z.exactOptional(z.string(TEXT_RULE)),
      type: z.enum(['APP_USER', 'SUPER_USER'], 'must be APP_USER or SUPER_USER; correct it'),
      apiAccess: z.enum(['ENABLED', 'DISABLED'], 'must be ENABLED or DISABLED; correct it'),
      status: z.enum(['ENABLED', 'DISABLED'], 'must be ENABLED or DISABLED; correct it'),
      // Required: without it the account would seem to be created by the run itself.
      createTime: z.pipe(
        z.iso.datetime(TIME_RULE),
        z.transform((time) => Date.parse(time)),
      ),
    },
    'must be an object with emailAddress, firstName, lastName, type, apiAccess, status, createTime and nothing else; correct it',
  ),
  'must be a JSON array of accounts; correct it',
);

/** An account that exists before the first hire. `createTime` is epoch milliseconds. */
export type SeededUser = z.output<typeof seed>[number];

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
  const read = seed.safeParse(parseJson(text));
  if (read.success) return read.data;
  const faults = read.error.issues.map(({ path: [index, field], message }) => {
    const place = [index !== undefined && `account ${Number(index) + 1}`, field].filter(Boolean);
    return { ...(place.length > 0 && { field: place.join(', ') }), rule: message };
  });
  throw new MalformedFileError(basename(path), faults);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
