import type { SettingRule } from '../contracts/setting-rules.ts';

export function required(what: string): SettingRule<string> {
  return { rule: `is required: ${what}`, read: (text) => text || undefined };
}

export function trueOrFalse(text: string): boolean | undefined {
  return ['true', 'false'].includes(text) ? text === 'true' : undefined;
}

/** Thrown at start. Lists every missing or invalid setting, and no value. */
export class SettingsError extends Error {
  constructor(faults: readonly string[]) {
    super(
      `The settings of the function are invalid. Fix them in its environment and deploy again:\n${faults
        .map((fault) => `  ${fault}`)
        .join('\n')}`,
    );
    this.name = 'SettingsError';
  }
}
