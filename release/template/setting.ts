import type { Json } from '../../local/template/template.ts';

/**
 * A parameter of the template, without its default.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html
 */
export interface Definition {
  readonly Type: 'String' | 'Number';
  readonly Description: string;
  readonly AllowedPattern?: string;
  readonly AllowedValues?: readonly (string | number)[];
  readonly MinValue?: number;
  readonly MaxValue?: number;
}

/** How a parameter of serverless.yml (a setting) becomes one of the template. */
export interface Setting {
  /**
   * Absent where resources/parameters.yml defines the parameter already. The default is that of serverless.yml, and none
   * for a setting that every deployment decides on.
   */
  readonly definition?: Definition;
  /** What the template accepts less of than the definition in resources/parameters.yml. */
  readonly narrower?: Pick<Definition, 'AllowedPattern'>;
  /** Every deployment decides on it, as with packaging (packaging/required-parameters.cjs). */
  readonly isRequired?: boolean;
  /** What packaging accepts in place of the value, where it refuses a text: any other value that occurs nowhere else. */
  readonly token?: string;
  /** Packaging accepts no value that occurs nowhere else. Only where resources/parameters.yml defines the parameter. */
  readonly hasNoToken?: boolean;
  /** The value where it is more than a reference to the parameter. */
  readonly value?: Json;
  /** In place of the default of serverless.yml, which only packaging understands. */
  readonly default?: string;
  /** Conditions that `value` needs. */
  readonly conditions?: Readonly<Record<string, Json>>;
  /** Without rules of groups, nothing in the template depends on it. */
  readonly onlyWithRules?: boolean;
}

/** A heading of the console, and what is below it in this order. */
export interface SettingGroup {
  readonly label: string;
  readonly settings: Readonly<Record<string, Setting>>;
}

/**
 * The pattern of a list with commas, around which may be spaces.
 * @param otherwise what the list may be in place of items; default: empty
 */
export function listOf(item: string, otherwise = ''): string {
  return `^(${otherwise}|${item}(\\s*,\\s*${item})*)$`;
}

export function trueOrFalse(description: string): Definition {
  return { Type: 'String', AllowedValues: ['true', 'false'], Description: description };
}

export function whole(min: number, max: number | undefined, description: string): Definition {
  return {
    Type: 'Number',
    MinValue: min,
    ...(max !== undefined && { MaxValue: max }),
    Description: description,
  };
}
