/**
 * Does something for each contender, round by round, whoever begins changing with the round: what drifts
 * on the machine, and what grows in the emulators, hits all alike.
 */
export async function interleave<T>(
  contenders: readonly T[],
  rounds: number,
  measure: (contender: T) => Promise<void>,
): Promise<void> {
  for (let round = 0; round < rounds; round += 1) {
    const first = round % contenders.length;
    const order = [...contenders.slice(first), ...contenders.slice(0, first)];
    for (const contender of order) await measure(contender);
  }
}
