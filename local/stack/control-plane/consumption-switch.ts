import type { LocalStack } from '../stack.ts';

export type MappingState = 'Enabled' | 'Enabling' | 'Disabled' | 'Disabling';

/** Enables and disables consumption as Lambda does: a change returns immediately and takes effect later. */
export interface ConsumptionSwitch {
  state(): MappingState;
  setEnabled(isEnabled: boolean): void;
}

export function createConsumptionSwitch(consumption: LocalStack['consumption']): ConsumptionSwitch {
  let change: { readonly state: 'Enabling' | 'Disabling' } | undefined;

  return {
    state: () => change?.state ?? (consumption.isOn() ? 'Enabled' : 'Disabled'),
    setEnabled(isEnabled) {
      const ownChange = { state: isEnabled ? ('Enabling' as const) : ('Disabling' as const) };
      change = ownChange;
      const completed = isEnabled ? consumption.start() : consumption.pause();
      void completed
        .catch(() => undefined)
        .then(() => {
          if (change === ownChange) change = undefined;
        });
    },
  };
}
