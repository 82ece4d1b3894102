import type { LocalStack } from '../stack.ts';

export type MappingState = 'Enabled' | 'Enabling' | 'Disabled' | 'Disabling';

/** An event source mapping as Lambda shows it: a change is answered at once, and takes effect later. */
export interface ConsumptionSwitch {
  state(): MappingState;
  turn(on: boolean): void;
}

export function createConsumptionSwitch(consumption: LocalStack['consumption']): ConsumptionSwitch {
  let change: { readonly state: 'Enabling' | 'Disabling' } | undefined;

  return {
    state: () => change?.state ?? (consumption.isOn() ? 'Enabled' : 'Disabled'),
    turn(on) {
      const mine = { state: on ? ('Enabling' as const) : ('Disabling' as const) };
      change = mine;
      const taken = on ? consumption.start() : consumption.pause();
      void taken
        .catch(() => undefined)
        .then(() => {
          if (change === mine) change = undefined;
        });
    },
  };
}
