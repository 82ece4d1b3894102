import type { Counterpart, Presence } from './counterparts.ts';

/** A test file in what Jest writes with `--json`. */
export interface JestFile {
  readonly name: string;
  readonly assertionResults: readonly { readonly status: string }[];
}

type Found = Omit<Counterpart, 'find'> & { readonly presence: Presence };

/** What a run of Jest tried on a counterpart, in one line; without a run, whether it is there. */
export function reportLine({ name, tests, differs, presence }: Found, run?: readonly JestFile[]) {
  if ('missing' in presence) return `${name}: skipped: no ${presence.missing}`;
  const there = `${name} ${presence.version}`;
  if (!run) return `${there}: present`;
  const tried = run
    .filter((file) => file.name.includes(`/${tests}`))
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ status }) => status === 'passed' || status === 'failed');
  if (tried.length === 0) return `${there}: present, but nothing was tried on it`;
  const line = `${there}: ran, ${tried.length} ${tried.length === 1 ? 'test' : 'tests'}`;
  return differs === undefined ? line : `${line}; ${differs}`;
}
