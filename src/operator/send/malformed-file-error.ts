import { compactLine } from '../../contracts/one-line.ts';
import type { FileFault } from '../../sources/files/file-bytes.ts';

const SHOWN_FAULTS = 10;

/** A file whose messages are unclear. Has every fault, in file order. */
export class MalformedFileError extends Error {
  override readonly name = 'MalformedFileError';
  readonly faults: readonly FileFault[];

  constructor(fileName: string, faults: readonly FileFault[], options?: ErrorOptions) {
    super(
      [`${compactLine(fileName)} cannot be used, and nothing is sent:`, ...listed(faults)].join(
        '\n',
      ),
      options,
    );
    this.faults = faults;
  }
}

/** One a line, whatever the source has put into a rule. */
function listed(faults: readonly FileFault[]): string[] {
  const lines = faults.slice(0, SHOWN_FAULTS).map(({ line, field, rule }) => {
    const place = [line !== undefined && `line ${line}`, field].filter(Boolean).join(', ');
    return `  ${compactLine(place === '' ? rule : `${place}: ${rule}`)}`;
  });
  const more = faults.length - lines.length;
  return more > 0 ? [...lines, `  and ${more} more`] : lines;
}
