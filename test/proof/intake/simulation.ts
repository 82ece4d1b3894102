import type { CompletionEvent } from '../../../src/contracts/completion-event.ts';
import type { FileProgress } from '../../../src/intake/file-progress.ts';
import { sentDigestOf } from '../../../src/intake/read-records.ts';
import type { FailedMessage } from '../../../src/provisioning/message-ports.ts';
import { createMemoryTable } from '../in-memory/memory-table.ts';
import type { Actor } from '../interleavings/resumable.ts';
import type { IntakeEngine } from './engine.ts';
import type { IntakeScenario } from './scenarios.ts';
import {
  EMPTY_WORLD,
  hireIn,
  type Moment,
  objectOf,
  originalIn,
  type SearchedFile,
  textOfFile,
  type World,
} from './world.ts';

const SOURCE = `
title: Test
shapes:
  - about: records
    format: json
    recognise: "true"
    hire:
      emailAddress: mail
      employeeId: id
      firstName: name
`;
const SECRET = new Uint8Array(32).fill(7);

/** The table, the queues and the deliveries of a search. */
export function createIntakeSimulation(engine: IntakeEngine, scenario: IntakeScenario) {
  const table = createMemoryTable();
  const stored = { client: table.client, tableName: 'intake' };
  const marks = engine.createIntakeMarks(stored);
  const files = engine.createIntakeFiles(stored);
  const digests = engine.createIntakeDigests(SECRET);
  const source = engine.readSource(SOURCE, 'test.yml');
  /** Of every hire that was ever sent, what its mark says. */
  const contents = new Map<string, string>();
  let world: World = EMPTY_WORLD;
  const change = (next: Partial<World>) => {
    world = { ...world, ...next };
  };
  const needsApproval = ({ name }: SearchedFile) =>
    scenario.waiting?.includes(name) === true && !world.approved.includes(name);

  function portsOf(file: SearchedFile, { call }: Actor) {
    const send = async (hires: readonly { readonly body: string }[]) => {
      for (const { body } of hires) contents.set(hireIn(body), sentDigestOf(body, digests));
      const more = hires.map(({ body }) => `${file.name} ${hireIn(body)}`);
      change({
        sent: [...world.sent, ...more].sort(),
        sentWithoutApproval: world.sentWithoutApproval || needsApproval(file),
      });
    };
    const store = async (messages: readonly FailedMessage[]) =>
      change({
        rejected: [...world.rejected, ...messages.map(originalIn)].sort(),
        sentWithoutApproval: world.sentWithoutApproval || needsApproval(file),
      });
    const announce = async (events: readonly CompletionEvent[]) =>
      change({
        announcedTooEarly: world.announcedTooEarly || world.rejected.length < events.length,
      });
    return {
      marks: {
        read: (...args: Parameters<typeof marks.read>) =>
          call('read marks', 'read', () => marks.read(...args)),
        write: (...args: Parameters<typeof marks.write>) =>
          call('write marks', 'write', () => marks.write(...args)),
      },
      files: {
        begin: (...args: Parameters<typeof files.begin>) =>
          call('begin', 'write', () => files.begin(...args)),
        advance: (...args: Parameters<typeof files.advance>) =>
          call(`advance ${args[0]} to ${args[1].state}`, 'write', () => files.advance(...args)),
      },
      send: (hires: Parameters<typeof send>[0]) => call('send', 'write', () => send(hires)),
      failedMessages: {
        reject: (messages: readonly FailedMessage[]) =>
          call('reject', 'write', () => store(messages)).then(
            () => new Set<string>(),
            () => new Set(['all']),
          ),
      },
      completionEvents: {
        publish: (events: readonly CompletionEvent[]) =>
          call('publish', 'write', () => announce(events)).then(
            () => new Set<string>(),
            () => new Set(['all']),
          ),
      },
    };
  }

  /** One delivery of a file's notification. */
  async function deliver(file: SearchedFile, actor: Actor): Promise<void> {
    await actor.call('start', 'start', async () => undefined);
    const bytes = Buffer.from(textOfFile(file));
    const taken = await engine
      .takeFile(objectOf(file), '{}', {
        ...portsOf(file, actor),
        clock: actor.clock,
        digests,
        signal: NEVER,
        pause: scenario.pausesAtOnce ? AbortSignal.abort() : NEVER,
        sources: [source],
        limit: { maxNew: scenario.maxNew ?? 100 },
        acceptedEventTypes: [],
        steps: { group: 1, save: scenario.save ?? 1 },
        bucket: { open: () => pieces(bytes) },
        onTaken: () => {},
      })
      .catch((error) => {
        if (!isFailedCall(error)) throw error;
        return undefined;
      });
    if (taken?.kind === 'settled')
      await actor.call('delete', 'last', async () => removeOne(file.name));
  }

  function removeOne(name: string): void {
    const place = world.notifications.indexOf(name);
    change({ notifications: world.notifications.filter((_, index) => index !== place) });
  }

  return {
    deliver,
    digests,
    world: () => world,
    change,
    /** The operator's command: waiting → approved, and then a notification. */
    async approve(file: SearchedFile) {
      const progress = fileNamed(file.name);
      if (progress?.state !== 'waiting') return;
      await files.advance('waiting', { ...progress, state: 'approved' }, 0, NEVER);
      change({
        approved: [...world.approved, file.name],
        notifications: [...world.notifications, file.name].sort(),
      });
    },
    fileNamed,
    /** Whether the mark of a hire's person says that this very hire was sent: the next file does not send it. */
    isMarked(record: string): boolean {
      const content = contents.get(record);
      return (
        content !== undefined &&
        [...table.items.values()].some((item) => item['content']?.S === content)
      );
    },
    moment: (): Moment => ({ world, items: table.items }),
    putBack(moment: Moment) {
      world = moment.world;
      table.items = moment.items;
    },
  };

  function fileNamed(name: string): FileProgress | undefined {
    const item = table.items.get(`file#${name}`);
    return item && engine.fileOfItem(item);
  }
}

export type IntakeSimulation = ReturnType<typeof createIntakeSimulation>;

const NEVER = new AbortController().signal;

async function* pieces(bytes: Uint8Array) {
  yield bytes;
}

/** By name: a changed copy of the product has classes of its own. */
function isFailedCall(error: Error): boolean {
  return (
    /^The call failed/.test(error.message) || /^(Unsent|ContestedMarks)Error$/.test(error.name)
  );
}
