import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readSource } from '../../src/sources/source-file.ts';
import { fileOf, mapFile, recognisedIn } from '../support/sources/source-files.ts';

const source = readSource(
  `title: Test
shapes:
  - about: a report
    format: csv
    columns: { id: Nr, mail: Mail, name: Name, unit: Unit }
    needed: [id, mail]
    hire: { emailAddress: '"x@example.com"', employeeId: id }
`,
  'test.yml',
);

const DELIMITERS = [',', ';', '\t'];
const words = fc.array(fc.constantFrom('Nr', 'Mail', 'Name', 'Unit', 'x', '', 'x@example.com'), {
  maxLength: 6,
});
const edge = fc.constantFrom('', 'x\n', 'x\r\n', '\n', 'x;', '"', '"\n', ';x', '\nx');
const name = fc
  .tuple(edge, words, fc.constantFrom(...DELIMITERS), edge)
  .map(([before, spelled, delimiter, after]) => `${before}${spelled.join(delimiter)}${after}`);
const file = fc.record({
  delimiter: fc.constantFrom(...DELIMITERS),
  lineEnd: fc.constantFrom('\n', '\r\n'),
  title: fc.constantFrom([], ['New hires'], ['"New\nhires"'], ['Run by x@example.com']),
  people: fc.array(fc.tuple(name, name), { minLength: 1, maxLength: 4 }),
});

/** A report as a system writes it that puts each cell in quotes. */
const report = (header: readonly string[], { delimiter, lineEnd, title, people }: FileParts) =>
  [
    ...title,
    ...[header, ...people.map(([last, first], nr) => [`${nr}`, '', last, first])].map((cells) =>
      cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(delimiter),
    ),
  ].join(lineEnd);
type FileParts = typeof file extends fc.Arbitrary<infer Parts> ? Parts : never;

test('whatever people are called, each has a record, and no id but the own', async () => {
  await fc.assert(
    fc.asyncProperty(file, async (parts) => {
      const mapped = await mapFile(fileOf(report(['Nr', 'Mail', 'Name', 'First'], parts)), [
        source,
      ]);

      // One whose name holds a row with an address is refused, alone.
      const ids = mapped.map((one, nr) => (one.kind === 'hire' ? one.hire['employeeId'] : `${nr}`));

      expect(ids).toEqual(parts.people.map((_, nr) => `${nr}`));
    }),
    { numRuns: 500 },
  );
});

test('whatever people are called, no one is read where the header is not known', async () => {
  await fc.assert(
    fc.asyncProperty(file, async (parts) => {
      const text = fileOf(report(['Number', 'Mail', 'Name', 'First'], parts));
      const [recognised] = await recognisedIn(text, [source]);
      const reading = recognised
        ? mapFile(text, [source])
        : Promise.reject(new Error('of no source'));

      await expect(reading).rejects.toThrow(/of no source|would be lost|quote/);
    }),
    { numRuns: 500 },
  );
});
