import { explainHires, idleRules } from '../explain/explain-hires.ts';
import { loadRules } from '../explain/load-rules.ts';
import { RULES_FILE } from '../explain/rules-file.ts';
import { readHireFile } from '../send/hire-file.ts';
import { exitCode } from './exit-code.ts';
import {
  explainedCounts,
  explainedSentences,
  explainedTable,
  explainJson,
  isProblem,
} from './explain-file-text.ts';
import { fileText, progressText, refusedTable } from './hire-file-text.ts';
import type { Terminal } from './terminal.ts';
import { wrap } from './wrap.ts';

export interface ExplainFileOptions {
  readonly rules?: string;
  readonly source?: string;
  readonly columns?: ReadonlyMap<string, string>;
  readonly only?: 'problems';
}

/** Shows what the rules of a file would give each hire of a file. Needs no stack. */
export async function explainFile(
  path: string,
  options: ExplainFileOptions,
  terminal: Terminal,
): Promise<number> {
  const { columns } = terminal;
  const rules = await loadRules(options.rules ?? RULES_FILE);
  const hireFile = await terminal.progress('Read the file', (show) =>
    readHireFile(path, {
      ...(options.source !== undefined && { source: options.source }),
      ...(options.columns && { columns: options.columns }),
      onProgress: (records, bytes) => show(progressText(records, bytes)),
    }),
  );
  const hires = explainHires(hireFile.messages, rules);
  const shown = options.only === 'problems' ? hires.filter(isProblem) : hires;
  const idle = idleRules(rules, hires);
  terminal.printJson(
    explainJson(hireFile, rules, { hires: shown, idle, counts: explainedCounts(hires) }),
  );
  if (shown.length > 0) terminal.print(() => explainedTable(shown, terminal));
  if (hireFile.refused.length > 0) terminal.print(() => refusedTable(hireFile.refused, terminal));
  for (const sentence of [...explainedSentences(hires, idle, rules), ...fileText(hireFile)])
    terminal.print(wrap(sentence, columns));
  const isComplete = hireFile.refused.length === 0 && !hires.some(isProblem);
  return isComplete ? exitCode.done : exitCode.problem;
}
