import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Proof } from './part.ts';

/** What is proved, and with what. */
export interface ProvedSource {
  /** The commit that is checked out, without a change in the work tree. */
  readonly commit: string;
  readonly seed: number;
  readonly faults: number;
}

interface Kept extends ProvedSource {
  readonly proofs: Readonly<Record<string, Proof>>;
}

export interface KeptProofs {
  /** Of an earlier run of the same, by the name of what was proved. */
  of(name: string): Proof | undefined;
  keep(name: string, proof: Proof): void;
}

/** The seed of the run that a file is of; undefined if there is no file, or it is of another commit. */
export function seedIn(file: string, commit: string): number | undefined {
  const kept = read(file);
  return kept?.commit === commit ? kept.seed : undefined;
}

/**
 * Proofs in a file, so that a run which was interrupted can continue. A part is kept once all of it is proved. Proofs of
 * another commit, seed or number of faults say nothing about this one: they are left out.
 */
export function openKeptProofs(file: string, source: ProvedSource): KeptProofs {
  const before = read(file);
  const isSame =
    before?.commit === source.commit &&
    before.seed === source.seed &&
    before.faults === source.faults;
  const proofs = new Map(isSame ? Object.entries(before.proofs) : []);
  return {
    of: (name) => proofs.get(name),
    keep(name, proof) {
      proofs.set(name, proof);
      const kept: Kept = { ...source, proofs: Object.fromEntries(proofs) };
      mkdirSync(dirname(file), { recursive: true });
      // Whole or not at all, whenever the run is interrupted.
      writeFileSync(`${file}.new`, JSON.stringify(kept));
      renameSync(`${file}.new`, file);
    },
  };
}

function read(file: string): Kept | undefined {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}
