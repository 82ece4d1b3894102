import type { FileCounts } from '../../../src/intake/file-progress.ts';
import type { IntakeScenario } from './scenarios.ts';
import type { IntakeSimulation } from './simulation.ts';
import {
  areAtOneAddress,
  isMappable,
  isOfSamePerson,
  type SearchedFile,
  type World,
} from './world.ts';

/** The promises that hold at every moment. */
export function brokenNow({ announcedTooEarly, sentWithoutApproval }: World): readonly string[] {
  return [
    ...(sentWithoutApproval ? ['a file was sent before its approval'] : []),
    ...(announcedTooEarly ? ['an event announced a message that is not stored'] : []),
  ];
}

/** The promises that hold once every delivery has ended, and nothing is left in the queue. */
export function brokenAtEnd(
  scenario: IntakeScenario,
  simulation: IntakeSimulation,
): readonly string[] {
  const files = scenario.files.map(([file]) => file);
  const areDone = files.every(({ name }) => simulation.fileNamed(name)?.state === 'done');
  if (!areDone || simulation.world().notifications.length > 0) return ['a file never ends'];
  return [
    ...files.flatMap((file) => brokenIn(file, scenario, simulation)),
    ...(scenario.files.length > 1 ? brokenForPerson(scenario, simulation) : []),
  ];
}

function brokenIn(
  file: SearchedFile,
  scenario: IntakeScenario,
  simulation: IntakeSimulation,
): readonly string[] {
  const { rejected } = simulation.world();
  const unmapped = file.records.filter((record) => !isMappable(record));
  const broken: string[] = [];
  if (unmapped.some((record) => !rejected.includes(record)))
    broken.push('a record that cannot be mapped is lost');
  const counts = simulation.fileNamed(file.name)?.counts;
  if (!counts || recordsIn(counts) !== file.records.length)
    broken.push('a record is counted twice, or not at all');
  const { least, most } = rejectedOf(file, scenario);
  if (!counts || counts.rejected < least || counts.rejected > most)
    broken.push('a rejected record is not counted as such');
  return [
    ...broken,
    ...sentInVain(file, scenario, simulation),
    ...lostIn(file, scenario, simulation),
  ];
}

function recordsIn({ sent, known, superseded, leftOut, rejected }: FileCounts): number {
  return sent + known + superseded + leftOut + rejected;
}

/** How many records a file may reject: one of a person at an address that a later file changes is perhaps taken first. */
function rejectedOf(file: SearchedFile, scenario: IntakeScenario) {
  const wasRejected = (record: string) =>
    scenario.before?.some((one) => repeatedIn(one).includes(record)) === true;
  const certain = [
    ...file.records.filter((record) => !isMappable(record)),
    ...repeatedIn(file).filter((record) => !wasRejected(record)),
  ];
  const moved = file.records.filter((record) =>
    laterOf(record, file, scenario).some((later) => !areAtOneAddress(later, record)),
  );
  return { least: certain.length, most: certain.length + moved.length };
}

/** Records of a file that say something else about a person than a record before them. */
function repeatedIn({ records }: SearchedFile): readonly string[] {
  return records.filter((record) => {
    const first = records.find((one) => isOfSamePerson(one, record));
    return first !== undefined && first !== record;
  });
}

/** What later files say of the person of a record. */
function laterOf(
  record: string,
  { askedAtMs }: SearchedFile,
  { files }: IntakeScenario,
): readonly string[] {
  return files
    .filter(([file]) => file.askedAtMs > askedAtMs)
    .flatMap(([file]) => file.records.filter((one) => isOfSamePerson(one, record)));
}

/** The first record of a person decides, and is sent again only if it says something else than the file before. */
function sentInVain(
  file: SearchedFile,
  { before = [], files }: IntakeScenario,
  simulation: IntakeSimulation,
): readonly string[] {
  const { sent } = simulation.world();
  const isSent = (record: string) => sent.includes(`${file.name} ${record}`);
  const wasSent = (record: string) =>
    files.length === 1 && before.some(({ records }) => records.includes(record));
  return [
    ...(repeatedIn(file).some(isSent) ? ['a record that does not decide was sent'] : []),
    ...(file.records.some((record) => wasSent(record) && isSent(record))
      ? ['what was sent before is sent again']
      : []),
  ];
}

/** Each hire of a file is sent or rejected, or was sent before; a later file may have superseded it. */
function lostIn(
  file: SearchedFile,
  scenario: IntakeScenario,
  simulation: IntakeSimulation,
): readonly string[] {
  const { sent, rejected } = simulation.world();
  const counts = simulation.fileNamed(file.name)?.counts;
  const hires = new Set(file.records.filter(isMappable));
  const unsent = [...hires].filter((hire) => !sent.includes(`${file.name} ${hire}`));
  const isExplained = (hire: string) =>
    rejected.includes(hire) ||
    laterOf(hire, file, scenario).some((later) => areAtOneAddress(later, hire)) ||
    scenario.before?.some(({ records }) => records.includes(hire));
  const broken = unsent.every(isExplained) ? [] : ['a hire is lost'];
  const isCounted = (counts?.sent ?? 0) >= hires.size - unsent.length;
  // A later file may have marked the person before a file that was cut off counts it.
  const isAlone = scenario.files.length === 1;
  return isCounted || !isAlone
    ? broken
    : [...broken, 'a hire that was sent is not counted as such'];
}

/**
 * Of all that was sent of a person, the one that was asked for last counts. A mark that says something else would keep
 * the next file from sending what HR asks for.
 */
function brokenForPerson(
  { before = [], files }: IntakeScenario,
  simulation: IntakeSimulation,
): readonly string[] {
  const all = [...before, ...files.map(([file]) => file)];
  const sent = simulation.world().sent;
  const lastSent = all
    .filter(({ name }) => sent.some((one) => one.startsWith(`${name} `)))
    .toSorted((one, other) => other.askedAtMs - one.askedAtMs)[0];
  const marked = all.flatMap(({ records }) => records).filter(simulation.isMarked);
  const isTrue = marked.every((record) => record === lastSent?.records[0]);
  return isTrue ? [] : ['a mark does not say what was sent last'];
}
