import { globSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { readBody } from '../support/bodies/read-body.ts';
import {
  fileAt,
  type MappedLine,
  mapFile,
  recognisedIn,
  shippedSources,
} from '../support/sources/source-files.ts';

type Expected =
  | { readonly hire: object }
  | { readonly leftOut: true }
  /** The fields at fault; an empty one where the record as a whole is. */
  | { readonly refused: readonly string[] };

const sources = shippedSources();
const SAMPLES = globSync('events/sources/*/expected.json')
  .toSorted()
  .flatMap((path) => {
    const expected: Record<string, readonly Expected[]> = JSON.parse(readFileSync(path, 'utf8'));
    return Object.entries(expected).map(
      ([file, hires]) => [basename(dirname(path)), join(dirname(path), file), hires] as const,
    );
  });

test('each source that ships has samples, and each sample is expected to become something', () => {
  const files = globSync('events/sources/*/*').filter((path) => !path.endsWith('expected.json'));

  expect(new Set(SAMPLES.map(([name]) => name))).toEqual(new Set(sources.map(({ name }) => name)));
  expect(SAMPLES.map(([, file]) => file).toSorted()).toEqual(files.toSorted());
});

test('each shape of a source has a sample', async () => {
  const recognised = await Promise.all(
    SAMPLES.map(async ([, file]) => (await recognisedIn(fileAt(file), sources))[0]?.shape.about),
  );
  const shapes = sources.flatMap((source) => source.shapes.map(({ about }) => about));

  expect(shapes.filter((about) => !recognised.includes(about))).toEqual([]);
});

test.each(sources)('a sample gives each field that $name can give', async ({ name, shapes }) => {
  const given = new Map<string, string[]>();
  for (const [, path] of SAMPLES.filter(([one]) => one === name)) {
    const [recognised] = await recognisedIn(fileAt(path), sources);
    const hires = (await mapFile(fileAt(path), sources)).filter(({ kind }) => kind === 'hire');
    const fields = hires.flatMap((one) => ('hire' in one ? Object.keys(one.hire) : []));
    const about = recognised?.shape.about ?? '';
    given.set(about, [...(given.get(about) ?? []), ...fields]);
  }
  const missing = shapes.flatMap(({ about, hire }) =>
    [...hire.keys()].filter((field) => !given.get(about)?.includes(field)),
  );

  expect(missing).toEqual([]);
});

describe.each(SAMPLES)('%s: %s', (name, path, expected) => {
  test('is recognised as of this source, and of no other', async () => {
    const recognised = await recognisedIn(fileAt(path), sources);

    expect(recognised.map(({ source }) => source.name)).toEqual([name]);
  });

  test('gives the hires that it means', async () => {
    const mapped = await mapFile(fileAt(path), sources);

    expect(mapped.map(outcomeOf)).toEqual(expected);
  });

  test('names no private address', async () => {
    const mapped = await mapFile(fileAt(path), sources);

    expect(JSON.stringify(mapped)).not.toContain('@home.example');
  });

  test('gives messages that the contract reads', async () => {
    const mapped = await mapFile(fileAt(path), sources);
    const bodies = mapped.flatMap((one) => (one.kind === 'hire' ? [JSON.stringify(one.hire)] : []));

    expect(bodies.map((body) => readBody(body).kind)).toEqual(bodies.map(() => 'hire'));
  });
});

function outcomeOf(mapped: MappedLine): Expected {
  switch (mapped.kind) {
    case 'hire':
      return { hire: mapped.hire };
    case 'left-out':
      return { leftOut: true };
    case 'refused':
      return { refused: mapped.faults.map(({ field = '' }) => field) };
    case 'unreadable':
      throw new Error(mapped.fault);
  }
}
