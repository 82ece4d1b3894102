import { findRules } from '../explain/rules-file.ts';
import { explainPerson, type PersonExplanation } from '../explain-person.ts';
import { isPlainWord, type Name } from '../who.ts';
import { exitCode } from './exit-code.ts';
import { explainedPersonText, explanationJson, hasGroups } from './explain-person-text.ts';
import { counted } from './format.ts';
import type { CommandContext } from './on-stack.ts';
import { noteSearch, nothingText, scanText } from './person-notes.ts';
import { waitingText } from './status.ts';
import { wrap } from './wrap.ts';

/** Shows which groups a person has by Joiner, or would get, and by which rules. */
export async function explainPersonCommand(
  name: Name,
  rulesPath: string | undefined,
  { stack, terminal, signal }: CommandContext,
): Promise<number> {
  const file = await findRules(rulesPath);
  const found = await terminal.progress('Look up the person', (show) =>
    explainPerson(stack, name, file, {
      signal,
      onScan: (pointed) => terminal.print(scanText(name, pointed)),
      onProgress: (read) => show(`${counted(read, 'record')} read`),
    }),
  );
  terminal.printJson(explanationJson(found, file));
  noteSearch('explain', name, { ...found, requestIds: requestIdsOf(found) }, terminal);
  if (found.people.length === 0)
    for (const text of [
      nothingText(name.text, found),
      ...(isPlainWord(name) ? ['There is no file of that name either.'] : []),
      waitingText(found),
    ])
      terminal.print(wrap(text, terminal.columns));
  for (const person of found.people)
    terminal.print(() => explainedPersonText(person, file, found.deployedRules, terminal));
  const isComplete = found.failedInFlightElsewhere === 0 && found.pointed === undefined;
  const haveGroups = found.people.length > 0 && found.people.every(hasGroups);
  return isComplete && haveGroups ? exitCode.done : exitCode.problem;
}

function requestIdsOf({ people }: PersonExplanation): readonly string[] {
  return people.flatMap(({ record, hires }) => [
    ...(record ? [record.requestId] : []),
    ...hires.map((one) => (one.from === 'schedule' ? one.hire : one.message).requestId),
  ]);
}
