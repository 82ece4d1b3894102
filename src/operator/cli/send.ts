import { endSourcesOf, type Followed, followHires, hasSucceeded } from '../send/follow-hires.ts';
import { readHireFile } from '../send/hire-file.ts';
import type { HireFile } from '../send/hire-message.ts';
import type { Plan } from '../send/plan-hires.ts';
import { planOnStack } from '../send/plan-on-stack.ts';
import { isCorrected, isProblem, type PlannedHire } from '../send/planned-hire.ts';
import { sendHires } from '../send/send-hires.ts';
import { readStackSettings, type StackSettings } from '../stack/stack.ts';
import { pauseFor } from './abortable-sleep.ts';
import { exitCode } from './exit-code.ts';
import { counted } from './format.ts';
import { groupsToShow } from './groups-to-show.ts';
import { fileText, progressText, refusedTable } from './hire-file-text.ts';
import type { CommandContext } from './on-stack.ts';
import {
  endCounts,
  endsTable,
  isAsAsked,
  notSearchedText,
  type PlanWithGroups,
  planText,
  sendJson,
} from './send-text.ts';
import { wrap } from './wrap.ts';

export interface Options {
  readonly rate: number;
  readonly maxNew: number;
  readonly wait?: true;
  readonly timeout: number;
  readonly dryRun?: true;
  readonly skipRejected?: true;
  readonly only?: 'problems';
  readonly directory: boolean;
  readonly rules?: string;
  readonly source?: string;
  readonly columns?: ReadonlyMap<string, string>;
  readonly yes?: true;
}

const FOLLOW_EVERY_MS = 1000;
/** A call reads a hundred accounts: to read a large directory takes longer than an operator waits. */
const DIRECTORY_TIMEOUT_MS = 30_000;

export async function send(file: string, options: Options, ctx: CommandContext): Promise<number> {
  const { terminal } = ctx;
  if (!options.dryRun) terminal.assertCanConfirm(options.yes === true);
  const settings = await readStackSettings(ctx.stack);
  const { acceptedEventTypes } = settings.policy;
  const hireFile = await terminal.progress('Read the file', (show) =>
    readHireFile(file, {
      acceptedEventTypes,
      ...(options.source !== undefined && { source: options.source }),
      ...(options.columns && { columns: options.columns }),
      onProgress: (records, bytes) => show(progressText(records, bytes)),
    }),
  );
  const plan = await terminal.progress('Check the hires', () =>
    planFor(hireFile, settings, options, ctx),
  );
  const { columns, style } = terminal;
  terminal.print(() =>
    planText(plan, { columns, style, ...(options.only && { only: options.only }) }),
  );
  if (hireFile.refused.length > 0) terminal.print(() => refusedTable(hireFile.refused, terminal));
  for (const sentence of fileText(hireFile)) terminal.print(wrap(sentence, columns));
  const hires = plan.hires.filter((hire) => isToSend(hire, options));
  const tooManyNew = tooManyNewText(hires, options);
  if (tooManyNew !== undefined) {
    terminal.note(wrap(tooManyNew, columns));
    terminal.printJson(sendJson(hireFile, plan, plan.hires, 0));
    return exitCode.problem;
  }
  const isAccepted = hireFile.refused.length === 0 && !hasProblem(plan);
  if (options.dryRun || hires.length === 0) {
    terminal.printJson(sendJson(hireFile, plan, plan.hires, 0));
    return isAccepted ? exitCode.done : exitCode.problem;
  }
  const rejected = hires.filter(({ prospect }) => prospect.kind === 'rejected').length;
  const warning = rejected === 0 ? '' : `, ${rejected} of which will be rejected`;
  const question = `Send ${counted(hires.length, 'hire')}${warning}?`;
  if (!(await terminal.confirm(question, options.yes === true))) {
    terminal.note('Nothing is sent.');
    return exitCode.problem;
  }
  const sentAtMs = Date.now();
  const sent = await sendAll(hires, options, ctx);
  if (sent < hires.length) {
    const result = `${counted(sent, 'hire')} sent, ${hires.length - sent} not.`;
    terminal.note(`${result} Send the file again: a hire that is sent twice is provisioned once.`);
    terminal.printJson(sendJson(hireFile, plan, plan.hires, sent));
    return ctx.signal.aborted ? exitCode.interrupted : exitCode.problem;
  }
  terminal.print(`${counted(sent, 'hire')} sent.`);
  if (!options.wait) {
    terminal.printJson(sendJson(hireFile, plan, plan.hires, sent));
    return isAccepted ? exitCode.done : exitCode.problem;
  }
  const followed = await follow(hires, sentAtMs, options, ctx);
  const { failedInFlightElsewhere } = followed;
  terminal.printJson(
    sendJson(hireFile, { ...plan, failedInFlightElsewhere }, followed.hires, sent),
  );
  const toLookAt = followed.hires.filter((hire) => !isAsAsked(hire));
  if (toLookAt.length > 0) terminal.print(() => endsTable(toLookAt, terminal));
  terminal.print(() => endCounts(followed.hires));
  if (failedInFlightElsewhere > 0) terminal.note(notSearchedText(failedInFlightElsewhere));
  const isDone =
    hireFile.refused.length === 0 &&
    failedInFlightElsewhere === 0 &&
    followed.hires.every(hasSucceeded);
  return isDone ? exitCode.done : exitCode.problem;
}

/** A wrong file, or a right one whose addresses have changed, is mostly new people. */
function tooManyNewText(hires: readonly PlannedHire[], { maxNew }: Options): string | undefined {
  const isNew = ({ prospect: { kind } }: PlannedHire) => kind === 'new' || kind === 'waits';
  const people = hires.filter(isNew).length;
  if (people <= maxNew) return undefined;
  return `The file has ${people} new people, more than ${maxNew}. Nothing is sent. If it is the right file, add --max-new ${people}.`;
}

function isToSend(hire: PlannedHire, { skipRejected }: Options): boolean {
  if (isCorrected(hire)) return false;
  return !(skipRejected && hire.prospect.kind === 'rejected');
}

/** A hire needs a person, or may: another operator holds messages, one of which may be about it. */
function hasProblem({ hires, failedInFlightElsewhere }: Plan): boolean {
  const isUnderWay = hires.some(({ prospect }) => prospect.kind === 'under-way');
  return hires.some(isProblem) || (isUnderWay && failedInFlightElsewhere > 0);
}

async function planFor(
  { messages }: HireFile,
  settings: StackSettings,
  { directory, rules }: Options,
  { stack, signal }: CommandContext,
): Promise<PlanWithGroups> {
  const groupsShown = await groupsToShow(stack, rules);
  const { grantToExisting } = settings;
  const plan = await planOnStack(stack, messages, settings, {
    signal,
    directorySignal: directory ? AbortSignal.timeout(DIRECTORY_TIMEOUT_MS) : AbortSignal.abort(),
    ...(groupsShown.kind === 'shown' && { groupRules: { ...groupsShown.rules, grantToExisting } }),
  });
  return { ...plan, groupsShown };
}

function sendAll(
  hires: readonly PlannedHire[],
  { rate }: Options,
  { stack, terminal, signal }: CommandContext,
): Promise<number> {
  return terminal.progress(`Send ${counted(hires.length, 'hire')}`, (show) =>
    sendHires(stack, hires, {
      ratePerSecond: rate,
      signal,
      pause: pauseFor(signal),
      onProgress: (sent) => show(barOf(sent, hires.length)),
    }),
  );
}

async function follow(
  hires: readonly PlannedHire[],
  sentAtMs: number,
  { timeout }: Options,
  { stack, terminal, signal }: CommandContext,
): Promise<Followed> {
  const patience = AbortSignal.any([signal, AbortSignal.timeout(timeout * 1000)]);
  const pause = pauseFor(patience);
  return terminal.progress('Follow every hire to its end', (show) =>
    followHires(hires, {
      ...endSourcesOf(stack, signal),
      sentAtMs,
      signal,
      async untilNextLook() {
        await pause(FOLLOW_EVERY_MS);
        return patience.aborted ? 'last' : 'more';
      },
      onProgress: (ended) => show(barOf(ended, hires.length)),
    }),
  );
}

function barOf(done: number, all: number): string {
  const width = 30;
  const filled = Math.round((done / all) * width);
  return `${'█'.repeat(filled)}${'░'.repeat(width - filled)} ${done} of ${all}`;
}
