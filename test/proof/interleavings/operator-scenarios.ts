import { erasure } from './outside-events.ts';
import type { Wanted } from './reassigning.ts';
import {
  ada,
  e1,
  e1Elsewhere,
  elsewhere,
  first,
  LAGGING,
  ofEmployee,
  office,
  onceMore,
  otherRequest,
  sales,
  sameRequest,
} from './sample-messages.ts';
import type { Scenario } from './scenario.ts';
import type { OutsideEvent } from './schedule.ts';
import type { Simulation } from './simulation.ts';

const ADA_TO_E2: Wanted = { address: ada.emailAddress, employeeId: 'e-2' };
const BYRON_TO_E1: Wanted = { address: elsewhere.emailAddress, employeeId: 'e-1' };

/** An operator gives the record of an address to an employee id. The command may be cut off before any of its writes. */
function reassignment(wanted: Wanted, { reassigning }: Simulation): readonly OutsideEvent[] {
  const writes = ['first', 'second', 'third'].map(
    (which, index): OutsideEvent => ({
      name: `the operator's ${which} write`,
      costs: 'nothing',
      isPossible: () => reassigning.written() === index,
      happen: reassigning.write,
    }),
  );
  const shown: OutsideEvent = {
    name: 'an operator who would reassign the record is shown it',
    costs: 'nothing',
    happen: () => reassigning.show(wanted),
  };
  return [shown, ...writes];
}

/** An operator who erases or reassigns a record while messages are processed. */
export const OPERATOR: readonly Scenario[] = [
  {
    name: 'two employees at one address, and an operator who gives it to the second',
    section: 'Reassigned',
    deliveries: [e1, ofEmployee('m-2', 'e-2')],
    onceMore: ofEmployee('m-9', 'e-2'),
    events: (simulation) => reassignment(ADA_TO_E2, simulation),
    reassigns: ADA_TO_E2,
    endsInTime: true,
  },
  {
    name: 'two employees at one address, whose account gets groups, and an operator who gives it to the second',
    section: 'Reassigned',
    deliveries: [ofEmployee('m-1', 'e-1', sales), ofEmployee('m-2', 'e-2', office)],
    onceMore: ofEmployee('m-9', 'e-2', office),
    events: (simulation) => reassignment(ADA_TO_E2, simulation),
    reassigns: ADA_TO_E2,
    endsInTime: true,
    faultsAtMost: 1,
  },
  {
    name: 'one employee at two addresses, and an operator who gives the first to another',
    section: 'Reassigned',
    deliveries: [e1, e1Elsewhere],
    onceMore: ofEmployee('m-9', 'e-1', elsewhere),
    events: (simulation) => reassignment(ADA_TO_E2, simulation),
    reassigns: ADA_TO_E2,
    endsInTime: true,
    faultsAtMost: 1,
  },
  {
    name: 'two employees at two addresses, and an operator who gives the second the first one’s',
    section: 'Reassigned',
    deliveries: [e1, ofEmployee('m-2', 'e-2', elsewhere)],
    onceMore: ofEmployee('m-9', 'e-2', elsewhere),
    events: (simulation) => reassignment(ADA_TO_E2, simulation),
    reassigns: ADA_TO_E2,
    endsInTime: true,
    operatorDecides: true,
    faultsAtMost: 1,
  },
  {
    name: 'an employee id that a duplicate brings, and an operator who gives it another address',
    section: 'Reassigned',
    deliveries: [first, ofEmployee('m-2', 'e-1'), ofEmployee('m-3', 'e-1', elsewhere)],
    onceMore: ofEmployee('m-9', 'e-1', elsewhere),
    events: (simulation) => reassignment(BYRON_TO_E1, simulation),
    reassigns: BYRON_TO_E1,
    endsInTime: true,
    operatorDecides: true,
    faultsAtMost: 0,
  },
  {
    name: 'a person whom an operator erases',
    section: 'Erased',
    deliveries: [first, sameRequest],
    onceMore,
    events: erasure,
  },
  {
    name: 'a person whom an operator erases, in a directory with neither tokens nor unique addresses, whose reads lag',
    section: 'Erased',
    deliveries: [first, otherRequest],
    onceMore,
    directory: { tokenLifeMs: 0, enforcesUniqueness: false, ...LAGGING },
    events: erasure,
  },
];
