export const unitsMs = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** A duration in one unit: `90 s`, `5 min`, `3 h`, `2 days`. */
export function durationText(ms: number): string {
  if (ms < 2 * unitsMs.m) return `${Math.round(ms / unitsMs.s)} s`;
  if (ms < 2 * unitsMs.h) return `${Math.round(ms / unitsMs.m)} min`;
  if (ms < 2 * unitsMs.d) return `${Math.round(ms / unitsMs.h)} h`;
  return `${Math.round(ms / unitsMs.d)} days`;
}
