import type { SettingRule } from '../contracts/setting-rules.ts';

export function required(what: string): SettingRule<string> {
  return { rule: `is required: ${what}`, read: (text) => text || undefined };
}
