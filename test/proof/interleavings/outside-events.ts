import { hasAccount } from '../../../src/provisioning/has-account.ts';
import type { UserRecord } from '../../../src/provisioning/record.ts';
import { account, ada, addBefore, first } from './sample-messages.ts';
import type { OutsideEvent } from './schedule.ts';
import type { Simulation } from './simulation.ts';

export const LEASE_RUNS_OUT = 'the lease runs out';
export const TOKEN_EXPIRES = 'the token expires';

export function refusal({ directory }: Simulation): OutsideEvent {
  return {
    name: 'the directory refuses from now on',
    costs: 'nothing',
    happen: directory.refuse,
  };
}

export function acceptance({ directory }: Simulation): OutsideEvent {
  return {
    name: 'the directory accepts again',
    costs: 'nothing',
    isPossible: () => directory.state().refuses,
    happen: directory.accept,
  };
}

export function strangersAccount({ directory }: Simulation): OutsideEvent {
  return {
    name: 'another program creates the account',
    costs: 'nothing',
    isPossible: () => directory.users.length === 0,
    happen: () => directory.add({ ...account, firstName: 'Augusta' }),
  };
}

/** What a refused hire asks for, an administrator makes by hand. */
export function accountByHand(simulation: Simulation): OutsideEvent {
  const { directory, records } = simulation;
  return {
    name: 'an administrator makes the account that was refused, an hour before all else',
    costs: 'nothing',
    isPossible: () => directory.users.length === 0 && records().some(isFailed),
    happen: () => {
      directory.accept();
      addBefore({}, simulation);
    },
  };
}

const isFailed = ({ state }: UserRecord) => state === 'FAILED';

export function removal({ directory }: Simulation): OutsideEvent {
  return {
    name: 'an operator removes the account',
    costs: 'nothing',
    isPossible: () => directory.users.length > 0,
    happen: () => {
      for (const { userId } of directory.users) directory.remove(userId);
    },
  };
}

export function missingGroup({ directory }: Simulation): readonly OutsideEvent[] {
  return [
    {
      name: 'someone deletes a group',
      costs: 'nothing',
      happen: () => directory.missGroup('group-1'),
    },
    {
      name: 'the group is there again',
      costs: 'nothing',
      isPossible: () => directory.state().missingGroup !== undefined,
      happen: () => directory.missGroup(),
    },
  ];
}

/** An administrator who changes a person's name changes the address with it. */
export function renaming({ directory, records }: Simulation): OutsideEvent {
  return {
    name: 'an administrator gives the account another address',
    costs: 'nothing',
    isPossible: () => records().some(hasAccount),
    happen: () => directory.rename(ada.emailAddress, 'ada.byron@example.com'),
  };
}

export function disabling({ directory }: Simulation): OutsideEvent {
  return {
    name: 'an administrator disables the account',
    costs: 'nothing',
    isPossible: () => directory.users.some(({ status }) => status === 'ENABLED'),
    happen: () => {
      for (const { userId } of directory.users) directory.setStatus(userId, 'DISABLED');
    },
  };
}

/** An operator erases the person: looks at the record, thinks, and confirms. */
export function erasure({ recordOf, erasing }: Simulation): readonly OutsideEvent[] {
  return [
    {
      name: 'an operator who would erase the person is shown a record that is settled',
      costs: 'nothing',
      isPossible: () => recordOf(first) !== undefined,
      happen: erasing.show,
    },
    {
      name: 'the operator erases the person',
      costs: 'nothing',
      isPossible: () => erasing.shown() !== undefined,
      happen: erasing.erase,
    },
  ];
}
