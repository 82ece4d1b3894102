/** How one setting is read. `read` returns undefined for a text that breaks the rule. */
export interface SettingRule<Value> {
  readonly rule: string;
  /** The text to read if the setting is absent. */
  readonly default?: string;
  readonly read: (text: string) => Value | undefined;
}

export type SettingRules = Readonly<Record<string, SettingRule<unknown>>>;

export type SettingValues<Rules extends SettingRules> = {
  readonly [Name in keyof Rules]: Exclude<ReturnType<Rules[Name]['read']>, undefined>;
};

export type SettingsReading<Rules extends SettingRules> =
  | { readonly kind: 'valid'; readonly values: SettingValues<Rules> }
  /** Each fault names a setting and its rule, never the value. */
  | { readonly kind: 'invalid'; readonly faults: readonly string[] };

/** Reads the settings that have rules; ignores all others. */
export function readSettings<Rules extends SettingRules>(
  rules: Rules,
  env: Readonly<Record<string, string | undefined>>,
): SettingsReading<Rules> {
  const entries = Object.entries(rules).map(
    ([name, rule]) => [name, rule.read(env[name] ?? rule.default ?? '')] as const,
  );
  const broken = entries.filter(([, value]) => value === undefined);
  if (broken.length > 0)
    return { kind: 'invalid', faults: broken.map(([name]) => `${name} ${rules[name]?.rule}`) };
  return { kind: 'valid', values: Object.fromEntries(entries) as SettingValues<Rules> };
}
