import { BUDGET_KEYS } from '../../../src/aws/creation-budget.ts';
import type { CreationPlaces } from '../../../src/provisioning/creation-places.ts';
import type { Target } from '../../../src/provisioning/ports.ts';
import type { MemoryDirectory } from '../in-memory/memory-directory.ts';
import type { MemoryTable } from '../in-memory/memory-table.ts';
import type { Records } from '../in-memory/records.ts';
import { textOnce } from '../in-memory/text-once.ts';
import type { Creation, View } from '../view.ts';
import type { Engine } from './engine.ts';
import type { Actor } from './resumable.ts';

/** What is remembered of the budget. A state is never changed, only replaced. */
export interface BudgetState {
  readonly creations: readonly Creation[];
  /** What an operator allows in place of the limit. */
  readonly raisedTo?: number | undefined;
}

export interface Budget {
  /** What a new instance has in memory, all its calls through the actor; undefined without a limit. */
  placesFor(actor: Actor): CreationPlaces | undefined;
  /** Notes for each account that it makes in which hour it counts. */
  readonly create: Target['create'];
  /** An operator raises the budget. */
  raise(perHour: number): void;
  view(): Pick<View, 'creations' | 'creationsPerHour'>;
  state(): BudgetState;
  putBack(state: BudgetState): void;
}

export type BudgetEngine = Pick<Engine, 'createCreationBudget' | 'createCreationPlaces'>;

export interface BudgetSurroundings {
  readonly table: MemoryTable;
  readonly directory: MemoryDirectory;
  readonly records: Records;
}

/** The budget of first creations, and what is created of it. */
export function createBudget(
  engine: BudgetEngine,
  limit: number | undefined,
  { table, directory, records }: BudgetSurroundings,
): Budget {
  const budget = engine.createCreationBudget({ client: table.client, tableName: 'users' });
  let state: BudgetState = { creations: [] };

  return {
    placesFor({ call, clock }) {
      if (limit === undefined) return undefined;
      return engine.createCreationPlaces({
        limit,
        clock,
        budget: {
          take: (...args) => call('take', 'write', () => budget.take(...args)),
          readCeiling: (...args) => call('readCeiling', 'read', () => budget.readCeiling(...args)),
        },
      });
    },
    async create(...args) {
      const before = directory.made;
      const result = await directory.create(...args);
      const { personKey } = args[0];
      const { countedHour: hour, firstAttemptAtMs } = records.of(personKey) ?? {};
      const attempt = `${personKey} since ${firstAttemptAtMs}`;
      const made = [...directory.made].filter((userId) => !before.has(userId));
      if (limit !== undefined && made.length > 0) {
        const creations = made.map((userId) => ({
          userId,
          attempt,
          ...(hour !== undefined && { hour }),
        }));
        state = { ...state, creations: [...state.creations, ...creations] };
      }
      return result;
    },
    raise(perHour) {
      const item = {
        pk: { S: BUDGET_KEYS.ceiling },
        perHour: { N: String(perHour) },
        until: { N: String(Number.MAX_SAFE_INTEGER) },
      };
      table.items = new Map([...table.items, [BUDGET_KEYS.ceiling, item]]);
      state = { ...state, raisedTo: perHour };
    },
    view: () =>
      limit === undefined
        ? {}
        : { creations: state.creations, creationsPerHour: () => state.raisedTo ?? limit },
    state: () => state,
    putBack(before) {
      state = before;
    },
  };
}

export const textOfBudget = textOnce((state: BudgetState) => JSON.stringify(state));
