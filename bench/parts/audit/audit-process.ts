/**
 * Audits the table and the directory that its environment names, in a process of its own, as fast as it can, and prints
 * what it took as JSON.
 */
import { createAudit } from '../../../src/audit/audit.ts';
import { newAuditState } from '../../../src/audit/audit-state.ts';
import { runAudit } from '../../../src/audit/run-audit.ts';
import { createClients } from '../../../src/operator/stack/clients.ts';
import { readDeployedSettings } from '../../../src/operator/stack/deployed-settings.ts';
import { createDigests } from '../../../src/provisioning/digests.ts';
import type { Audited } from './measure-audit.ts';
import { SECRET } from './people.ts';

const [tableName = ''] = process.argv.slice(2);
const environment: Record<string, string> = {};
for (const [name, value] of Object.entries(process.env)) environment[name] = value ?? '';
const clients = createClients({ environment });
const { target, reader } = readDeployedSettings(process.env, clients.settingsOf);
const clock = { now: () => Date.now() };
const state = newAuditState(clock.now());
const audit = createAudit(state, {
  table: { client: clients.dynamoDb, tableName },
  target,
  reader,
  digests: createDigests(SECRET, target.id),
  clock,
  ruleGroups: [],
});

const startBytes = process.memoryUsage.rss();
const startCpu = process.cpuUsage();
const startMs = performance.now();
let peakBytes = startBytes;
const end = await runAudit(audit, {
  ratePerSecond: Number.POSITIVE_INFINITY,
  signal: new AbortController().signal,
  pause: async () => {},
  onProgress() {
    peakBytes = Math.max(peakBytes, process.memoryUsage.rss());
  },
});
const { user, system } = process.cpuUsage(startCpu);
const { checked, accounts, pointers, candidates } = state.counts;
const audited: Audited = {
  isDone: end.kind === 'done',
  checked,
  accounts,
  pointers,
  candidates,
  unknown: state.unknown.length,
  ms: performance.now() - startMs,
  cpuMs: (user + system) / 1000,
  beyondStartBytes: peakBytes - startBytes,
};
clients.destroy();
process.stdout.write(JSON.stringify(audited));
