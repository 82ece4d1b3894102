import { NOT_IN_TEMPLATE, SETTINGS } from './settings.ts';

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

/** @throws Error that names the settings that no template of a release has a parameter for */
export function assertEverySettingIsUsed(used: readonly string[]): void {
  const unused = Object.entries(SETTINGS)
    .filter(([name, { onlyWithRules }]) => !onlyWithRules && !used.includes(name))
    .map(([name]) => name);
  if (unused.length === 0) return;
  throw new Error(
    `No template depends on ${unused.join(', ')}: packaging does not use the parameter, or computes something of it that the template does not follow`,
  );
}
