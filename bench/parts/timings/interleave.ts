/**
 * Measures all contenders in each round, and starts each round with a different one. Drift of the machine
 * and growth of the emulators then affect all contenders equally.
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
