import { SettingsError } from '../../runtime/settings.ts';

/** What the doctor says about one thing. */
export interface Finding {
  /** A stable name, for scripts. */
  readonly check: string;
  /** `not-checked`: nobody can tell here; no reason for alarm. */
  readonly state: 'ok' | 'amiss' | 'not-checked';
  /** What is. */
  readonly found: string;
  /** What to do about it, where it is amiss. */
  readonly remedy?: string;
}

export function ok(check: string, found: string): Finding {
  return { check, state: 'ok', found };
}

export function amiss(check: string, found: string, remedy: string): Finding {
  return { check, state: 'amiss', found, remedy };
}

export function notChecked(check: string, found: string): Finding {
  return { check, state: 'not-checked', found };
}

/** One finding or the other. */
export function finding(check: string, isOk: boolean, found: string, remedy: string): Finding {
  return isOk ? ok(check, found) : amiss(check, found, remedy);
}

/** Runs a check; what keeps it from an answer, such as a missing permission, is its finding. */
export async function checking(
  check: string,
  look: () => Promise<readonly Finding[]>,
): Promise<readonly Finding[]> {
  try {
    return await look();
  } catch (error) {
    if (error instanceof SettingsError)
      return [notChecked(check, 'the settings of the function do not parse')];
    const { name, message } = error as Error;
    return [notChecked(check, `AWS does not tell (${name}): ${message}`)];
  }
}

export const REDEPLOY = 'Deploy the stack again: it differs from what serverless.yml declares.';
