import { findFiles } from '../../intake/find-files.ts';
import { findMissed, type MissedObjects } from '../../intake/find-missed.ts';
import { MISSED_REMEDY } from '../../intake/missed-remedy.ts';
import { nowMsAtAws } from '../../stack/stack.ts';
import { exitCode } from '../exit-code.ts';
import { counted, isoTime, timeText } from '../format.ts';
import type { CommandContext } from '../on-stack.ts';
import { printable } from '../printable.ts';
import { tableOf } from '../table.ts';
import { wrap } from '../wrap.ts';

/** Lists the objects of the bucket of which no notification reached the intake, the first one first. */
export async function listMissed({ stack, terminal, signal }: CommandContext): Promise<number> {
  const found = await terminal.progress('Compare the bucket with the files', (show) => {
    const onProgress = (read: number) => show(`${counted(read, 'item')} read`);
    const filesOf = async () => (await findFiles(stack, { signal, onProgress })).files;
    return findMissed(stack, filesOf, { nowMs: nowMsAtAws(stack), signal });
  });
  const { missed, checked, isCutOff } = found;
  terminal.printJson({
    missed: missed.map(({ objectKey, versionId, size, putAtMs }) => ({
      ...{ objectKey, versionId, size },
      putAt: isoTime(putAtMs),
    })),
    checked,
    isCutOff,
  });
  const { columns } = terminal;
  if (missed.length > 0) terminal.print(() => tableFor(found, columns));
  terminal.print(
    missed.length === 0 ? 'No object is missed.' : `${counted(missed.length, 'object')} missed.`,
  );
  if (isCutOff)
    terminal.note(
      wrap(`The bucket has more than the ${checked} versions that were compared.`, columns),
    );
  if (missed.length > 0) terminal.note(wrap(MISSED_REMEDY, columns));
  return missed.length > 0 ? exitCode.problem : exitCode.done;
}

function tableFor({ missed }: MissedObjects, columns: number): string {
  const rows = missed.map(({ objectKey, versionId, size, putAtMs }) => [
    timeText(putAtMs),
    printable(objectKey),
    `${size} bytes`,
    printable(versionId),
  ]);
  return tableOf(['put', 'object', 'size', 'version'], rows, { columns });
}
