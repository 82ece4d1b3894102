import type { Runner } from '../../workbench/workbench.ts';
import { interleave } from './interleave.ts';
import { invokeBatch } from './invoke-batch.ts';
import type { Timings } from './timings.ts';

const BATCH_SIZE = 10;

/** Number of repetitions in one set. */
export interface Effort {
  readonly coldStarts: number;
  /** Batches before any other, so that V8 has optimized the hot code. */
  readonly warmUpBatches: number;
  /** All the batches of a process are one CPU sample: the shorter the run, the more two runs differ. */
  readonly cpuBatches: number;
  readonly timedBatches: number;
  readonly throughputRounds: number;
  readonly throughputBatches: number;
  /** Concurrent invocations, each in its own process. */
  readonly concurrency: number;
}

/** Measures one set. Nothing else may use the runners. */
export async function measureTimings(
  runners: readonly Runner[],
  timings: Timings,
  effort: Effort,
): Promise<void> {
  const invoke = (runner: Runner, hires = BATCH_SIZE) => invokeBatch(runner, hires);

  await interleave(runners, effort.coldStarts, async (runner) => {
    await runner.run.kill();
    const { importMs, sinceStartMs } = await invoke(runner, 1);
    timings.add('importMs', runner.name, importMs);
    timings.add('firstHireMs', runner.name, sinceStartMs);
  });

  // At the same time, so that whatever else the machine does affects all of them alike.
  await Promise.all(runners.map((runner) => measureCpu(runner)));

  await interleave(runners, effort.timedBatches, async (runner) => {
    const { invocationMs, memoryBytes } = await invoke(runner);
    timings.add('batchMs', runner.name, invocationMs);
    timings.add('memoryMb', runner.name, memoryBytes / 1e6);
  });

  // Powertools writes as often for such a hire as for any.
  const withThreeWrites = runners.filter(({ name }) => name !== 'Powertools');
  await interleave(withThreeWrites, effort.timedBatches, async (runner) => {
    const { invocationMs } = await invokeBatch(runner, BATCH_SIZE, true);
    timings.add('employeeBatchMs', runner.name, invocationMs);
  });

  await interleave(runners, effort.throughputRounds, async (runner) => {
    timings.add('hiresPerSecond', runner.name, await throughput(runner));
    await runner.run.kill();
  });

  async function measureCpu(runner: Runner): Promise<void> {
    const before = await cpuMsAfter(effort.warmUpBatches, runner);
    const after = await cpuMsAfter(effort.cpuBatches, runner);
    const hires = effort.cpuBatches * BATCH_SIZE;
    timings.add('cpuMsPerHire', runner.name, (after - before) / hires);
  }

  async function cpuMsAfter(batches: number, runner: Runner): Promise<number> {
    let cpuMs = Number.NaN;
    for (let batch = 0; batch < batches; batch += 1) ({ cpuMs } = await invoke(runner));
    return cpuMs;
  }

  /** Hires per second of warm concurrent processes. */
  async function throughput(runner: Runner): Promise<number> {
    const workers = Array.from({ length: effort.concurrency });
    await Promise.all(workers.map(() => invoke(runner)));
    let left = effort.throughputBatches;
    const startMs = performance.now();
    await Promise.all(
      workers.map(async () => {
        while (left > 0) {
          left -= 1;
          await invoke(runner);
        }
      }),
    );
    const seconds = (performance.now() - startMs) / 1000;
    return (effort.throughputBatches * BATCH_SIZE) / seconds;
  }
}
