/** Samples by what was measured and by contender's name. */
export type Measure =
  | 'importMs'
  | 'firstHireMs'
  | 'batchMs'
  | 'cpuMsPerHire'
  | 'memoryMb'
  | 'hiresPerSecond';

export interface Timings {
  add(measure: Measure, contender: string, sample: number): void;
  of(measure: Measure, contender: string): readonly number[];
}

export function createTimings(): Timings {
  const samples = new Map<string, number[]>();
  const key = (measure: Measure, contender: string) => `${measure} ${contender}`;
  return {
    add(measure, contender, sample) {
      const so = samples.get(key(measure, contender)) ?? [];
      so.push(sample);
      samples.set(key(measure, contender), so);
    },
    of: (measure, contender) => samples.get(key(measure, contender)) ?? [],
  };
}
