import { writeCeiling } from '../../../src/aws/budget-ceiling.ts';
import type { UsersTable } from '../../../src/aws/read-item.ts';
import type { CreationPlaces } from '../../../src/provisioning/creation-places.ts';
import type { Clock } from '../../../src/provisioning/ports.ts';
import {
  type BudgetEngine,
  type BudgetSurroundings,
  createBudget,
} from '../interleavings/budget.ts';
import type { View } from '../view.ts';
import type { CallName, Instance } from './instance.ts';

const HOUR_MS = 3_600_000;
/** As long as `joiner budget raise` allows it. */
const RAISE_LASTS_MS = 24 * HOUR_MS;

/** An environment of the function, by what it has in memory. It takes one invocation at a time. */
interface Environment {
  readonly places: CreationPlaces | undefined;
  /** The invocation that it has taken. */
  taken: Taken;
}

interface Taken {
  readonly instance: Instance;
  readonly onTable: <Result>(name: CallName, perform: () => Promise<Result>) => Promise<Result>;
}

interface Raise {
  readonly perHour: number;
  untilMs: number;
}

interface Surroundings extends BudgetSurroundings {
  readonly clock: Clock;
  readonly users: UsersTable;
}

/** The budget of first creations, what the environments of a story have left of it, and an operator who raises it. */
export function createStoryBudget(
  engine: BudgetEngine,
  limit: number | undefined,
  { clock, users, ...around }: Surroundings,
) {
  const { placesFor, create, view } = createBudget(engine, limit, around);
  const idle: Environment[] = [];
  const raises: Raise[] = [];
  let waits = 0;
  const never = new AbortController().signal;

  function start(taken: Taken): Environment {
    const environment: Environment = { taken, places: undefined };
    const places = placesFor({
      clock,
      call: (name, _kind, perform) =>
        environment.taken.onTable(name === 'take' ? 'take places' : 'read ceiling', perform),
    });
    return Object.assign(environment, { places });
  }

  /** The last one to write decides. */
  function endRaises(): void {
    for (const one of raises) one.untilMs = Math.min(one.untilMs, clock.now());
  }

  return {
    limit,
    create,
    /** What takes the invocation: an environment from before, if one is idle. */
    environmentFor(taken: Taken): Environment {
      const environment = idle.pop() ?? start(taken);
      environment.taken = taken;
      return environment;
    },
    /** Its invocation is over. One that was killed takes no other. */
    isFree(environment: Environment): void {
      if (!environment.taken.instance.isDead()) idle.push(environment);
    },
    /** A hire waits for a place. */
    noteWait(): void {
      waits += 1;
    },
    waits: () => waits,
    async raise(perHour: number): Promise<void> {
      const untilMs = clock.now() + RAISE_LASTS_MS;
      await writeCeiling(users, { perHour, untilMs }, never);
      endRaises();
      raises.push({ perHour, untilMs });
    },
    async reset(): Promise<void> {
      await writeCeiling(users, undefined, never);
      endRaises();
    },
    view: (): Pick<View, 'creations' | 'creationsPerHour'> => ({
      ...view(),
      ...(limit !== undefined && {
        // An instance that was held up takes a place of its hour under a ceiling of later.
        creationsPerHour: (hour = 0) =>
          Math.max(
            limit,
            ...raises.filter(({ untilMs }) => untilMs >= hour * HOUR_MS).map((one) => one.perHour),
          ),
      }),
    }),
  };
}
