import type { FileCounts } from '../../../src/intake/file-progress.ts';
import type { IntakeScenario } from './scenarios.ts';
import type { IntakeSimulation } from './simulation.ts';
import { isMappable, type SearchedFile, type World } from './world.ts';

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
    ...(scenario.before ? brokenForPerson(scenario, simulation) : []),
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
  if (counts?.rejected !== unmapped.length) broken.push('a rejected record is not counted as such');
  return [...broken, ...lostIn(file, scenario, simulation)];
}

function recordsIn({ sent, known, superseded, leftOut, rejected }: FileCounts): number {
  return sent + known + superseded + leftOut + rejected;
}

/** Where nothing was sent before, each hire of a file is sent; a later file may have superseded it. */
function lostIn(
  file: SearchedFile,
  scenario: IntakeScenario,
  simulation: IntakeSimulation,
): readonly string[] {
  const { sent } = simulation.world();
  const counts = simulation.fileNamed(file.name)?.counts;
  const hires = new Set(file.records.filter(isMappable));
  const unsent = [...hires].filter((hire) => !sent.includes(`${file.name} ${hire}`));
  const explained = (counts?.known ?? 0) + (counts?.superseded ?? 0);
  const broken = unsent.length > explained ? ['a hire is lost'] : [];
  const isCounted = (counts?.sent ?? 0) >= hires.size - unsent.length;
  // A later file may have marked the person before a file that was cut off counts it.
  const isAlone = !scenario.before;
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
