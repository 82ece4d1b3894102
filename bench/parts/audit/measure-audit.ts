import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createClients } from '../../../src/operator/stack/clients.ts';
import { readDeployedSettings } from '../../../src/operator/stack/deployed-settings.ts';
import { noDelays } from '../../latencies.ts';
import type { OperationTally } from '../../proxy/messages.ts';
import { withWorkbench } from '../../workbench/workbench.ts';
import { fillWithPeople } from './people.ts';

/** What an audit saw, and what it took. */
export interface Audited {
  readonly isDone: boolean;
  readonly checked: number;
  readonly accounts: number;
  readonly pointers: number;
  /** What a second look would be about. */
  readonly candidates: number;
  readonly unknown: number;
  readonly ms: number;
  /** Of the processor, garbage collection included. */
  readonly cpuMs: number;
  /** The most memory of the process, garbage included, less what it had before its first call. */
  readonly beyondStartBytes: number;
}

export interface MeasuredAudit extends Audited {
  readonly people: number;
  /** Calls of the table, and of the directory. */
  readonly scans: number;
  readonly pages: number;
  readonly otherCalls: number;
}

/** Megabytes. With more, garbage only stays for longer. */
export const HEAP_LIMIT = 160;

const program = fileURLToPath(new URL('audit-process.ts', import.meta.url));
const run = promisify(execFile);

/** Fills a table and a directory with so many people, and audits them in a process of its own. */
export function measureAudit(
  onLog: (line: string) => void,
  people: number,
): Promise<MeasuredAudit> {
  return withWorkbench(
    onLog,
    async (bench) => {
      const { settings, outputs } = bench;
      const { settingsOf, destroy } = createClients({ environment: settings });
      await fillWithPeople(bench, readDeployedSettings(settings, settingsOf).target.id, people);
      destroy();
      await bench.takeTally();
      const args = [`--max-old-space-size=${HEAP_LIMIT}`, program, outputs.UsersTableName];
      const { stdout } = await run(process.execPath, args, { env: settings });
      const audited: Audited = JSON.parse(stdout);
      return { people, ...audited, ...callsIn(await bench.takeTally()) };
    },
    { addedMs: noDelays },
  );
}

function callsIn(tally: readonly OperationTally[]) {
  const count = (...operations: readonly string[]) =>
    tally
      .filter(({ operation }) => operations.includes(operation))
      .reduce((sum, { calls }) => sum + calls, 0);
  const all = tally.reduce((sum, { calls }) => sum + calls, 0);
  const [scans, pages] = [count('Scan'), count('ListUsers')];
  return { scans, pages, otherCalls: all - scans - pages };
}
