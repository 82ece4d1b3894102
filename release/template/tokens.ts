import { NOT_IN_TEMPLATE, SETTINGS } from './settings.ts';

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

/** @throws Error that names the parameters of serverless.yml that the template says nothing of, and the reverse */
export function assertEveryParameterHasARule(names: readonly string[]): void {
  const known = [...Object.keys(SETTINGS), ...Object.keys(NOT_IN_TEMPLATE)];
  const missing = names.filter((name) => !known.includes(name));
  const superfluous = known.filter((name) => !names.includes(name));
  if (missing.length + superfluous.length === 0) return;
  throw new Error(
    [
      ...missing.map(
        (name) =>
          `release/template/settings.ts has no rule for the parameter ${name} of serverless.yml: add it to a group, with a definition unless resources/parameters.yml has one`,
      ),
      ...superfluous.map(
        (name) => `serverless.yml has no parameter ${name}: remove it from release/template`,
      ),
    ].join('\n'),
  );
}

function tokenNamed(name: string): string {
  return `joiner-token-${name}-end`;
}
