import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { openKeptProofs, type ProvedSource, seedIn } from './kept-proofs.ts';
import type { Proof } from './part.ts';

const source: ProvedSource = { commit: 'a'.repeat(40), seed: 7, faults: 2 };
const proof: Proof = { rows: [], note: 'All of it.' };

let folder: string;
let file: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kept-proofs-'));
  file = join(folder, 'proofs.json');
});

afterEach(() => rmSync(folder, { recursive: true }));

test('a run that continues has what was proved before', () => {
  openKeptProofs(file, source).keep('crashes, SCIM', proof);

  expect(seedIn(file, source.commit)).toBe(7);
  expect(openKeptProofs(file, source).of('crashes, SCIM')).toEqual(proof);
});

test('what was not proved is not there', () => {
  expect(seedIn(file, source.commit)).toBeUndefined();
  expect(openKeptProofs(file, source).of('crashes, SCIM')).toBeUndefined();
});

test('a proof of before stays when another one is kept', () => {
  openKeptProofs(file, source).keep('crashes, SCIM', proof);
  openKeptProofs(file, source).keep('orders', proof);

  expect(openKeptProofs(file, source).of('crashes, SCIM')).toEqual(proof);
});

test.each([
  ['commit', { commit: 'b'.repeat(40) }],
  ['seed', { seed: 8 }],
  ['faults', { faults: 1 }],
])('proofs with another %s are left out', (_, other) => {
  openKeptProofs(file, source).keep('orders', proof);

  expect(openKeptProofs(file, { ...source, ...other }).of('orders')).toBeUndefined();
});

test('another commit draws a seed of its own', () => {
  openKeptProofs(file, source).keep('orders', proof);

  expect(seedIn(file, 'b'.repeat(40))).toBeUndefined();
});
