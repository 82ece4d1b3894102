import { SETTINGS } from './settings.ts';

/** What the service is packaged with in place of the stage. */
export const STAGE_TOKEN = tokenNamed('stage');
export const STAGE = 'stage';

/** The settings by what the service is packaged with in place of each: a text that occurs nowhere else. */
const settings = new Map([
  [STAGE_TOKEN, STAGE],
  ...Object.entries(SETTINGS).flatMap(([name, { hasNoToken, token }]) =>
    hasNoToken ? [] : [[token ?? tokenNamed(name), name] as const],
  ),
]);

/** A number is not one that stands within a longer one, or within a name. */
const pattern = new RegExp(
  [...settings.keys()]
    .map((token) =>
      /^\d+$/.test(token) ? `(?<![\\w.-])${token}(?![\\w.])` : token.replaceAll(/[^\w-]/g, '\\$&'),
    )
    .join('|'),
  'g',
);

/** What the service is packaged with, by the name of the parameter of serverless.yml. */
export function tokenParameters(unsupported: readonly string[]): Readonly<Record<string, string>> {
  const tokens = [...settings].flatMap(([token, name]) =>
    name === STAGE || unsupported.includes(name) ? [] : [[name, token] as const],
  );
  return Object.fromEntries(tokens);
}

/** A text in parts: as it is, or the setting that a token in it stands for. */
export function partsOf(text: string): readonly (string | { readonly setting: string })[] {
  const parts: (string | { readonly setting: string })[] = [];
  let from = 0;
  for (const { 0: token, index } of text.matchAll(pattern)) {
    parts.push(text.slice(from, index), { setting: settings.get(token) ?? '' });
    from = index + token.length;
  }
  return [...parts, text.slice(from)].filter((part) => part !== '');
}

function tokenNamed(name: string): string {
  return `joiner-token-${name}-end`;
}
