import type { LocalStack } from '../stack.ts';

export type MappingState = 'Enabled' | 'Enabling' | 'Disabled' | 'Disabling';

/** Enables and disables consumption as Lambda does: a change returns immediately and takes effect later. */
export interface ConsumptionSwitch {
  state(): MappingState;
  /** Epoch milliseconds of the last change, or of when it took effect. */
  lastModifiedMs(): number;
  setEnabled(isEnabled: boolean): void;
}

export function createConsumptionSwitch(consumption: LocalStack['consumption']): ConsumptionSwitch {
  let change: { readonly state: 'Enabling' | 'Disabling' } | undefined;

  let lastModifiedMs = Date.now();

  return {
    state: () => change?.state ?? (consumption.isOn() ? 'Enabled' : 'Disabled'),
    lastModifiedMs: () => lastModifiedMs,
    setEnabled(isEnabled) {
      lastModifiedMs = Date.now();
      const ownChange = { state: isEnabled ? ('Enabling' as const) : ('Disabling' as const) };
      change = ownChange;
      const completed = isEnabled ? consumption.start() : consumption.pause();
      void completed
        .catch(() => undefined)
        .then(() => {
          if (change !== ownChange) return;
          change = undefined;
          lastModifiedMs = Date.now();
        });
    },
  };
}
