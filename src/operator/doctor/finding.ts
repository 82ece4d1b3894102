import { SettingsError } from '../../runtime/setting.ts';

/** The result of one check. */
export interface Finding {
  /** A stable name, for scripts. */
  readonly check: string;
  /** `not-checked`: it cannot be checked here, which is no problem. */
  readonly state: 'ok' | 'problem' | 'not-checked';
  /** What the check found. */
  readonly found: string;
  /** How to fix a problem. */
  readonly remedy?: string;
}

export function ok(check: string, found: string): Finding {
  return { check, state: 'ok', found };
}

export function problem(check: string, found: string, remedy: string): Finding {
  return { check, state: 'problem', found, remedy };
}

export function notChecked(check: string, found: string): Finding {
  return { check, state: 'not-checked', found };
}

/** Ok or a problem. */
export function finding(check: string, isOk: boolean, found: string, remedy: string): Finding {
  return isOk ? ok(check, found) : problem(check, found, remedy);
}

/** Runs a check. An error that prevents it, such as a missing permission, is its finding. */
export async function runCheck(
  check: string,
  run: () => Promise<readonly Finding[]>,
): Promise<readonly Finding[]> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof SettingsError)
      return [notChecked(check, 'the settings of the function are invalid')];
    const { name, message } = error as Error;
    return [notChecked(check, `could not be checked (${name}): ${message}`)];
  }
}

export const REDEPLOY = 'Deploy the stack again: it differs from what serverless.yml declares.';
