import type { FileProgress } from '../../../intake/file-progress.ts';
import { recordChanges } from '../../changes/record-change.ts';
import { approveFile, isApprovable } from '../../intake/approve-file.ts';
import { fileIdOf, soleFile } from '../../intake/find-files.ts';
import { callerArn } from '../../stack/caller-arn.ts';
import type { ChangeContext } from '../change-command.ts';
import { exitCode } from '../exit-code.ts';
import { counted } from '../format.ts';
import { listOf } from '../table.ts';
import { wrap } from '../wrap.ts';
import { fileEntries, fileJson, stateText } from './file-text.ts';

export async function approve(id: string, ctx: ChangeContext): Promise<number> {
  const { stack, terminal, signal, why, confirm } = ctx;
  const file = await terminal.progress('Find the file', () => soleFile(stack, id, { signal }));
  const end = (note: string, isApproved: boolean) => {
    terminal.printJson({ file: fileJson(file), approved: isApproved });
    terminal.note(wrap(note, terminal.columns));
    return isApproved ? exitCode.done : exitCode.problem;
  };
  terminal.print(() => listOf(fileEntries(file), terminal.columns));
  if (!isApprovable(file))
    return end(`It does not wait: ${stateText(file)}. Nothing is approved.`, false);
  const approvedBy = await callerArn(stack);
  if (!(await confirm(questionOf(file, approvedBy)))) return end('Nothing is approved.', false);
  const change = { command: 'intake approve', fileId: fileIdOf(file), why };
  const result = await recordChanges(
    stack,
    [change],
    () => approveFile(stack, file, { approvedBy, why }, signal),
    (made) => made === 'approved',
  );
  return result === 'approved'
    ? end('Approved. `joiner intake list` shows how far the file has come.', true)
    : end('It no longer waits, and is not approved. See `joiner intake list`.', false);
}

function questionOf({ counts }: FileProgress, approvedBy: string): string {
  const hires = counted(counts.new + counts.changed, 'hire');
  const rejected =
    counts.rejected === 0 ? '' : `, and reject ${counted(counts.rejected, 'record')}`;
  return `Send ${hires}${rejected}, as ${approvedBy}?`;
}
