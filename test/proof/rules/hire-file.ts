import type { Rule } from './rule.ts';

/** How a file of hires is read: no one in it is lost, whatever a cell says. */
export const HIRE_FILE_RULES: readonly Rule[] = [
  {
    rule: 'the header of a file is the first row that names the needed columns, whatever a name below it spells',
    without: {
      file: 'sources/files/csv-dialect.ts',
      from: '> 0), line, found',
      to: '> 0), 0, found',
    },
    noticedBy: {
      file: 'sources/persons-text.test.ts',
      test: 'is that of a person, on a line of its own too',
    },
  },
  {
    rule: 'of rows that name some columns, the first one is shown as the header',
    without: {
      file: 'sources/files/csv-header.ts',
      from: 'partial.find(({ places }) => places.size > 0) ?? partial[0]',
      to: 'partial.toSorted((one, other) => other.places.size - one.places.size)[0]',
    },
    noticedBy: {
      file: 'operator/hire-file/csv.test.ts',
      test: 'the text of a person is no header, though it names more columns than the file has',
    },
  },
  {
    rule: 'a header becomes part of a command to copy only if a shell reads it as words',
    without: {
      file: 'operator/send/hire-file-csv.ts',
      from: ' && PLAIN_HEADER.test(only)',
      to: '',
    },
    noticedBy: {
      file: 'operator/hire-file/csv.test.ts',
      test: 'a header that is more than words to a shell is not offered as the one of a column',
    },
  },
  {
    rule: 'the source of a file is the one whose header stands first',
    without: {
      file: 'sources/recognise.ts',
      from: 'one.line - other.line || other.found',
      to: 'other.found',
    },
    noticedBy: {
      file: 'sources/persons-text.test.ts',
      test: 'does not make the file that of another source',
    },
  },
  {
    rule: "a row with an address is a person's, and no header",
    without: {
      file: 'sources/files/csv-header.ts',
      from: '&& !cells.some((cell) => ADDRESS_INSIDE.test(cell))',
      to: '&& cells.length > 0',
    },
    noticedBy: {
      file: 'sources/persons-text.test.ts',
      test: 'where the person has an address: the file is of no source',
    },
  },
  {
    rule: 'a file is refused where a table stands above its header, whose rows would be lost',
    without: {
      file: 'sources/read-records.ts',
      from: 'if (header.fault) throw new UnreadableFileError([header.fault]);',
      to: '',
    },
    noticedBy: {
      file: 'sources/persons-text.test.ts',
      test: 'with the same delimiter, and the file is refused: others would be lost',
    },
  },
  {
    rule: 'a table above the header is seen with each delimiter',
    without: {
      file: 'sources/files/header-place.ts',
      from: 'new Set([delimiter, ...others])',
      to: 'new Set([delimiter])',
    },
    noticedBy: {
      file: 'sources/persons-text.test.ts',
      test: 'with another delimiter, and the file is refused: others would be lost',
    },
  },
  {
    rule: 'a person above the header is seen by an address',
    without: {
      file: 'sources/files/header-place.ts',
      from: 'return row.cells.some(isAddress) &&',
      to: 'return row.cells.length < 0 &&',
    },
    noticedBy: {
      file: 'sources/persons-text.test.ts',
      test: 'but no person with an address among other cells',
    },
  },
  {
    rule: 'a file is refused where another header stands below, and is no row of its table',
    without: {
      file: 'sources/files/header-place.ts',
      from: 'other > header.line && !isRowBelow',
      to: 'other < 0 && !isRowBelow',
    },
    noticedBy: {
      file: 'sources/persons-text.test.ts',
      test: 'but none that names the needed columns',
    },
  },
  {
    rule: 'a row in the quotes of another one is not lost',
    without: {
      file: 'sources/files/csv-records.ts',
      from: 'cells.length >= width && cells.some',
      to: 'cells.length < 0 && cells.some',
    },
    noticedBy: {
      file: 'sources/persons-text.test.ts',
      test: 'that opens a quote, as another closes it, does not hide who is between them',
    },
  },
  {
    rule: 'zeros in a name make no UTF-16 of a file',
    without: {
      file: 'sources/files/encoding.ts',
      from: 'if (second === 0 && (zeros[1]',
      to: 'if ((zeros[1]',
    },
    noticedBy: {
      file: 'sources/persons-text.test.ts',
      test: 'may have zeros, and makes no UTF-16 of the file',
    },
  },
];
