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

/**
 * A setting that is a list, separated by commas.
 * @param whenBlank what a blank text means; without it, a blank text breaks the rule, as `,` does
 */
export function listOf<Entry>(
  readEntry: (text: string) => Entry | undefined,
  rule: string,
  whenBlank?: readonly NoInfer<Entry>[],
): SettingRule<readonly Entry[]> {
  return {
    rule,
    default: '',
    read(text) {
      if (whenBlank && text.trim() === '') return whenBlank;
      const entries = text.split(',').map((part) => readEntry(part.trim()));
      return entries.every((entry) => entry !== undefined) ? entries : undefined;
    },
  };
}

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
