import { isList, isObject, type Json, type JsonObject } from '../../local/template/template.ts';
import { templateValueOf } from './settings.ts';
import { partsOf } from './tokens.ts';

/**
 * Replaces every token in a value by what the setting is in the template: in a text by `Fn::Sub`, in the pattern of
 * `Fn::Sub` by a variable.
 * @param used receives the settings that occur
 * @param at path of the value for error messages
 * @throws Error where a token is in the name of a property, which no function can be
 */
export function placeSettings(value: Json, used: Set<string>, at: string): Json {
  if (isList(value))
    return value.map((item, index) => placeSettings(item, used, `${at}[${index}]`));
  if (isObject(value)) return placeInObject(value, used, at);
  if (typeof value !== 'string' && typeof value !== 'number') return value;
  const [part, ...more] = partsOf(String(value));
  if (more.length > 0) return substituted(escaped(String(value)), {}, used);
  if (part === undefined || typeof part === 'string') return value;
  used.add(part.setting);
  return templateValueOf(part.setting);
}

function placeInObject(value: JsonObject, used: Set<string>, at: string): Json {
  const { 'Fn::Sub': sub } = value;
  if (sub !== undefined) {
    const [pattern, variables] = isList(sub) ? sub : [sub, {}];
    return substituted(String(pattern), variables ?? {}, used, `${at}.Fn::Sub`);
  }
  const entries = Object.entries(value).map(([key, entry]) => {
    if (partsOf(key).some((part) => typeof part !== 'string'))
      throw new Error(
        `${at}.${key}: a parameter of serverless.yml cannot be in the name of a property of a template; put it into a value`,
      );
    return [key, placeSettings(entry, used, `${at}.${key}`)] as const;
  });
  return Object.fromEntries(entries);
}

function substituted(pattern: string, variables: Json, used: Set<string>, at = ''): Json {
  const own: Record<string, Json> = {};
  const text = partsOf(pattern).map((part) => {
    if (typeof part === 'string') return part;
    const { setting } = part;
    used.add(setting);
    const value = templateValueOf(setting);
    if (isObject(value) && typeof value['Ref'] === 'string') return `\${${value['Ref']}}`;
    own[setting] = value;
    return `\${${setting}}`;
  });
  const all = { ...Object(placeSettings(variables, used, at)), ...own };
  const joined = text.join('');
  return { 'Fn::Sub': Object.keys(all).length > 0 ? [joined, all] : joined };
}

/** Plain text as a pattern of `Fn::Sub`. */
function escaped(text: string): string {
  return text.replaceAll('${', '${!');
}
