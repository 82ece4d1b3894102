import { hasAccount } from '../provisioning/has-account.ts';
import { type HirePlan, hireExplainer } from './explain/explain-hire.ts';
import { type GivenGroups, givenGroupsOf } from './explain/given-groups.ts';
import type { RulesFile } from './explain/rules-file.ts';
import type { ListedMessage } from './failed/failed-message.ts';
import { type Person, type PersonStatus, type StatusOptions, statusOf } from './person-status.ts';
import type { Stack } from './stack/stack.ts';
import type { StoredHire } from './stack/stored-hire.ts';
import type { Name } from './who.ts';

/** Which groups a person has by Joiner, or would get, and why. */
export interface ExplainedPerson extends Pick<Person, 'personKey' | 'record'>, GivenGroups {
  /** Where there is no account: the hires of the person that are still stored. */
  readonly hires: readonly ExplainedStoredHire[];
}

/** A hire that may lead to an account, and what the rules of the file would give it. */
export type ExplainedStoredHire = (
  | { readonly from: 'schedule'; readonly hire: StoredHire }
  | { readonly from: 'failed'; readonly message: ListedMessage }
) & {
  /** Absent without rules, or where the body is no hire or not stored any more. */
  readonly plan?: HirePlan;
};

export interface PersonExplanation extends Omit<PersonStatus, 'people'> {
  readonly people: readonly ExplainedPerson[];
}

/**
 * Finds a person as `statusOf` does, and explains its groups. An account is explained by its record, which keeps the
 * version of its rules; a hire without an account by the rules of the file, whichever the stack has.
 */
export async function explainPerson(
  stack: Stack,
  name: Name,
  file: RulesFile,
  options: StatusOptions,
): Promise<PersonExplanation> {
  const planOf = file.kind === 'read' ? hireExplainer(file.rules) : () => undefined;
  const planById = new Map<string, HirePlan>();
  const found = await statusOf(stack, name, {
    ...options,
    onFailed({ id, origin, body }) {
      // What the intake rejected is a record of an HR system, and no hire yet.
      const plan = origin === 'new-hires' ? planOf(body) : undefined;
      if (plan) planById.set(id, plan);
    },
  });
  const people = found.people.map(({ personKey, record, scheduled, failed }) => ({
    ...(personKey !== undefined && { personKey }),
    ...(record && { record }),
    ...givenGroupsOf(hasAccount(record) ? record : {}, file),
    hires: hasAccount(record)
      ? []
      : [
          ...scheduled.map((hire) => storedHireOf(hire, planOf)),
          ...failed.map((message) => failedHireOf(message, planById)),
        ],
  }));
  return { ...found, people };
}

function storedHireOf(
  hire: StoredHire,
  planOf: (body: string) => HirePlan | undefined,
): ExplainedStoredHire {
  const plan = hire.body === undefined ? undefined : planOf(hire.body);
  return { from: 'schedule', hire, ...(plan && { plan }) };
}

function failedHireOf(
  message: ListedMessage,
  planById: ReadonlyMap<string, HirePlan>,
): ExplainedStoredHire {
  const plan = planById.get(message.id);
  return { from: 'failed', message, ...(plan && { plan }) };
}
