import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Engine } from './explore.ts';
import { ALL_STORE_RULES } from './memory-store.ts';

/** A rule taken out, and where the search must notice. */
export interface Mutant {
  /** The rule that is gone. */
  readonly rule: string;
  readonly scenario: string;
  readonly faults: number;
  readonly broken: string;
  readonly change: StoreChange | SourceChange;
}

interface StoreChange {
  readonly withoutStoreRule: keyof typeof ALL_STORE_RULES;
}

interface SourceChange {
  /** Of src/provisioning. */
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

export const MUTANTS: readonly Mutant[] = [
  {
    rule: 'complete never writes over a record that is done',
    scenario: 'the same message twice',
    faults: 1,
    broken: 'one event id with two contents',
    change: { withoutStoreRule: 'completeNeedsNoUserId' },
  },
  {
    rule: 'fail writes only over its own attempt',
    scenario: 'a directory that begins to refuse the hire while a lease runs out',
    faults: 0,
    broken: 'a hire was rejected though it had its account',
    change: { withoutStoreRule: 'failNeedsItsAttempt' },
  },
  {
    rule: 'recovered needs evidence, and attempts are none',
    scenario: 'an account that was there before',
    faults: 1,
    broken: 'an account is called recovered that is not',
    change: {
      file: 'takeover.ts',
      from: 'return (\n    found.emailAddress === hire.fields.emailAddress &&',
      to: 'if (record.attempts > 1) return true;\n  return (\n    found.emailAddress === hire.fields.emailAddress &&',
    },
  },
  {
    rule: 'whose account it is goes by the record as it stands after the find',
    scenario: 'two requests that ask differently',
    faults: 1,
    broken: 'an account is called existing that is not',
    change: { file: 'provision-hire.ts', from: 'now ?? record', to: 'record' },
  },
  {
    rule: 'a refusal after an earlier attempt is believed only after a search',
    scenario: 'a directory that begins to refuse the hire',
    faults: 1,
    broken: 'a hire was rejected though it had its account',
    change: {
      file: 'provision-hire.ts',
      from: 'if (record.attempts > 1 || answer.afterLostAnswer)',
      to: 'if (answer.afterLostAnswer)',
    },
  },
  {
    rule: 'a refusal by policy reads the record first',
    scenario: 'a policy that is narrowed between two deliveries of one message',
    faults: 1,
    broken: 'a hire was rejected though it had its account',
    change: {
      file: 'refuse-hire.ts',
      from: 'if (emailAddress === undefined) return',
      to: 'if (emailAddress !== "") return',
    },
  },
  {
    rule: 'the actual digest is the account’s, not what was asked',
    scenario: 'an account that was there before',
    faults: 0,
    broken: 'the actual digest of the record is not the account’s',
    change: { file: 'provision-hire.ts', from: 'digestOf(found)', to: 'hire.askedDigest' },
  },
  {
    rule: 'any other request is a duplicate',
    scenario: 'two requests for the same account',
    faults: 0,
    broken: 'two requests were first',
    change: {
      file: 'events.ts',
      from: 'const ours = isSameRequest(record, hire);',
      to: 'const ours = true;',
    },
  },
];

/** The engine without the mutant's rule, and what removes it from the disk again. */
export async function engineOf({ change }: Mutant): Promise<{
  readonly engine: Engine;
  readonly remove: () => Promise<void>;
}> {
  if ('withoutStoreRule' in change) {
    const rules = { ...ALL_STORE_RULES, [change.withoutStoreRule]: false };
    return { engine: { rules }, remove: async () => {} };
  }
  // Inside the project, where the copy still finds its packages.
  const copy = await mkdtemp(resolve('.mutant-'));
  for (const folder of ['provisioning', 'contracts'])
    await cp(join('src', folder), join(copy, folder), { recursive: true });
  const path = join(copy, 'provisioning', change.file);
  const source = await readFile(path, 'utf8');
  if (source.split(change.from).length !== 2)
    throw new Error(`${change.file} does not hold exactly once: ${change.from}`);
  await writeFile(path, source.replace(change.from, change.to));
  const { href } = pathToFileURL(join(copy, 'provisioning', 'provision-batch.ts'));
  const { provisionBatch } = await import(href);
  return {
    engine: { provision: provisionBatch },
    remove: () => rm(copy, { recursive: true, force: true }),
  };
}
