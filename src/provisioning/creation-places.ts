import { hourOf, type Places } from './creation-budget.ts';
import { type BudgetRules, takePlaces } from './take-places.ts';

/** What pays for the account of one hire. */
export interface Payment {
  /** The hour in which the account counts; absent where the hire got no place. */
  readonly hour?: number;
  /**
   * Writes a claim that the place pays for. The place is spent unless the claim certainly did not use it; a write that
   * throws may have done so.
   */
  spendOn<Result extends { readonly usesPlace?: true }>(
    write: () => Promise<Result>,
  ): Promise<Result>;
  /** The claim used the place, and it is certain that no account comes of it. */
  isUnneeded(): void;
  /** The hire has ended: what it did not spend goes to the next one. */
  end(): void;
}

/** The places of one batch. */
export interface BatchPlaces {
  /** How many people of the batch may need an account. To be said before the first draw. */
  expect(people: number): void;
  /**
   * A place for one hire, if there is one. The first draw of a batch takes what all of it may need.
   * @throws what the budget throws: it cannot be known then what was taken
   */
  draw(): Promise<Payment>;
}

export interface CreationPlaces {
  forBatch(signal: AbortSignal): BatchPlaces;
}

/**
 * The places that one instance has taken. Those that turn out to be unneeded stay in memory for the next batch of the
 * same hour, and are lost with the instance.
 */
export function createCreationPlaces(rules: BudgetRules): CreationPlaces {
  let spare: Places = { hour: 0, count: 0 };

  async function fill(people: number, signal: AbortSignal): Promise<void> {
    if (spare.hour < hourOf(rules.clock)) spare = { ...spare, count: 0 };
    const missing = people - spare.count;
    if (missing <= 0) return;
    const taken = await takePlaces(missing, rules, signal);
    if (taken.count === 0) return;
    const kept = taken.hour === spare.hour ? spare.count : 0;
    spare = { hour: taken.hour, count: kept + taken.count };
  }

  function paymentOf(hour: number): Payment {
    let isSpent = false;
    return {
      hour,
      async spendOn(write) {
        isSpent = true;
        const result = await write();
        isSpent = result.usesPlace === true;
        return result;
      },
      isUnneeded() {
        isSpent = false;
      },
      end() {
        if (!isSpent && spare.hour === hour) spare = { hour, count: spare.count + 1 };
      },
    };
  }

  return {
    forBatch(signal) {
      let people = 0;
      let filling: Promise<void> | undefined;
      return {
        expect(count) {
          people = count;
        },
        async draw() {
          filling ??= fill(people, signal);
          await filling;
          if (spare.count === 0) return NO_PLACE;
          spare = { ...spare, count: spare.count - 1 };
          return paymentOf(spare.hour);
        },
      };
    },
  };
}

const NO_PLACE: Payment = { spendOn: (write) => write(), isUnneeded() {}, end() {} };
