export type Measure =
  | 'importMs'
  | 'firstHireMs'
  | 'batchMs'
  | 'employeeBatchMs'
  | 'cpuMsPerHire'
  | 'memoryMb'
  | 'hiresPerSecond';

/** Samples by measure and contender. */
export interface Timings {
  add(measure: Measure, contender: string, sample: number): void;
  of(measure: Measure, contender: string): readonly number[];
}

export function createTimings(): Timings {
  const samples = new Map<string, number[]>();
  const key = (measure: Measure, contender: string) => `${measure} ${contender}`;
  return {
    add(measure, contender, sample) {
      const list = samples.get(key(measure, contender)) ?? [];
      list.push(sample);
      samples.set(key(measure, contender), list);
    },
    of: (measure, contender) => samples.get(key(measure, contender)) ?? [],
  };
}
