/** How one setting is read. `read` returns undefined for a text that breaks the rule. */
export interface SettingRule<Value> {
  readonly rule: string;
  /** The text to read where nothing is set. */
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
  | { readonly kind: 'wrong'; readonly faults: readonly string[] };

/** Reads all settings that there are rules for; ignores any other. */
export function readSettings<Rules extends SettingRules>(
  rules: Rules,
  env: Readonly<Record<string, string | undefined>>,
): SettingsReading<Rules> {
  const entries = Object.entries(rules).map(
    ([name, rule]) => [name, rule.read(env[name] ?? rule.default ?? '')] as const,
  );
  const broken = entries.filter(([, value]) => value === undefined);
  if (broken.length > 0)
    return { kind: 'wrong', faults: broken.map(([name]) => `${name} ${rules[name]?.rule}`) };
  return { kind: 'valid', values: Object.fromEntries(entries) as SettingValues<Rules> };
}
