import type { Runner } from '../../workbench/workbench.ts';
import { interleave } from './interleave.ts';
import { invokeBatch } from './invoke-batch.ts';
import type { Timings } from './timings.ts';

const BATCH_SIZE = 10;

/** Number of repetitions in one set. */
export interface Effort {
  readonly coldStarts: number;
  /** Batches before the timed ones, so that V8 has optimized the hot code. */
  readonly warmUpBatches: number;
  readonly warmBlocks: number;
  /** A block is one CPU sample: a single batch is close to the resolution of the CPU clock. */
  readonly batchesPerBlock: number;
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
    const { importMs, invocationMs } = await invoke(runner, 1);
    timings.add('importMs', runner.name, importMs);
    timings.add('firstHireMs', runner.name, importMs + invocationMs);
  });

  await interleave(runners, effort.warmUpBatches, async (runner) => {
    await invoke(runner);
  });
  await interleave(runners, effort.warmBlocks, (runner) => warmBlock(runner));

  await interleave(runners, effort.throughputRounds, async (runner) => {
    timings.add('hiresPerSecond', runner.name, await throughput(runner));
    await runner.run.kill();
  });

  async function warmBlock(runner: Runner): Promise<void> {
    // One more batch without timing, for the CPU reading before the block.
    const before = await invoke(runner);
    let last = before;
    for (let batch = 0; batch < effort.batchesPerBlock; batch += 1) {
      last = await invoke(runner);
      timings.add('batchMs', runner.name, last.invocationMs);
    }
    const hires = effort.batchesPerBlock * BATCH_SIZE;
    timings.add('cpuMsPerHire', runner.name, (last.cpuMs - before.cpuMs) / hires);
    timings.add('memoryMb', runner.name, last.memoryBytes / 1e6);
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
