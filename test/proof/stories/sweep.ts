import { releaseDueHires } from '../../../src/provisioning/release-due-hires.ts';
import { createInstance } from './instance.ts';
import { callsOfTable, send } from './ports.ts';
import type { Simulation } from './simulation.ts';

const RUN_MS = 60_000;

/** Starts a run of the sweep. It stops at its first call. */
export function startSweep({ clock, down, instances, firstDays, queues }: Simulation): void {
  const instance = createInstance({ bodies: [], endsAtMs: clock.now() + RUN_MS }, (service) =>
    down.has(service),
  );
  const onTable = callsOfTable(instance);
  instances.push(instance);
  const run = releaseDueHires(
    {
      clock,
      dueHires: {
        async *due() {
          const hires = await onTable('read due hires', async () => firstDays.due());
          if (hires.length > 0) yield hires;
        },
        markReleased: (hire, signal) =>
          onTable('mark released', () => firstDays.markReleased(hire, signal)),
      },
      send: (hires) =>
        send(instance, {
          service: 'new-hire queue',
          name: 'send due hires',
          entries: hires,
          keyOf: ({ key }) => key,
          perform: ({ body, askedAtMs, dueAtMs }) =>
            queues.send(body, { askedAtMs, releasedForMs: dueAtMs }),
        }),
    },
    new AbortController().signal,
  );
  // A failed call of the table fails the run. The next one begins where it stopped.
  void run.catch(() => undefined).finally(() => instances.splice(instances.indexOf(instance), 1));
}
