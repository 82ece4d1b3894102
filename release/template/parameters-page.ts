import { DEPLOYMENT_LABEL, DEPLOYMENT_PARAMETERS } from './deployment-parameters.ts';
import type { ReleaseTemplate } from './release-template.ts';
import type { Definition } from './setting.ts';
import { parameterNameOf, SETTING_GROUPS } from './settings.ts';

type Templates = Readonly<Record<string, ReleaseTemplate>>;
type Parameter = Definition & { readonly Default?: string | number };

/** The page of the parameters of the templates, by directory. `npm run parameters` writes it. */
export function pageOfParameters(templates: Templates): string {
  const groups = SETTING_GROUPS.map(({ label, settings }) => ({
    label,
    names: Object.keys(settings).map(parameterNameOf),
  }));
  const all = [{ label: DEPLOYMENT_LABEL, names: Object.keys(DEPLOYMENT_PARAMETERS) }, ...groups];
  return `# Parameters of the templates

Written by \`npm run parameters\`; do not edit.

The templates are deployed [without this repository](../deploying.md#from-a-template). Each parameter is a parameter of
\`serverless.yml\` with a capital letter, but for those of the first table: [configuration](../configuration.md#parameters) says
more of each. Lists are separated by commas. A parameter has no more than 4,096 characters.
${all.map(({ label, names }) => section(label, names, templates)).join('')}
## Checked together

CloudFormation refuses a deployment that breaks one of these, with this text.

${rulesOf(templates)
  .map((text) => `- ${text}`)
  .join('\n')}
`;
}

function section(label: string, names: readonly string[], templates: Templates): string {
  const rows = names.flatMap((name) => {
    const having = Object.keys(templates).filter(
      (target) => name in parametersOf(templates, target),
    );
    const [first] = having;
    if (first === undefined) return [];
    const parameter = parametersOf(templates, first)[name];
    const isOfAll = having.length === Object.keys(templates).length;
    return parameter ? [rowOf(name, parameter, isOfAll ? [] : having)] : [];
  });
  return `
## ${label}

| parameter | default | accepts | meaning |
| --- | --- | --- | --- |
${rows.join('\n')}
`;
}

function parametersOf(templates: Templates, target: string): Readonly<Record<string, Parameter>> {
  return Object(templates[target]?.Parameters);
}

function rowOf(name: string, parameter: Parameter, onlyFor: readonly string[]): string {
  const only = onlyFor.length > 0 ? ` Only for ${onlyFor.join(' and ')}.` : '';
  const cells = [
    `\`${name}\``,
    defaultOf(parameter),
    acceptedBy(parameter),
    `${parameter.Description}${only}`,
  ];
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

function defaultOf({ Default }: Parameter): string {
  if (Default === undefined) return 'required';
  return Default === '' ? 'empty' : `\`${Default}\``;
}

function acceptedBy({
  Type,
  AllowedValues,
  AllowedPattern,
  MinValue,
  MaxValue,
}: Parameter): string {
  if (AllowedValues)
    return AllowedValues.map((value) => (value === '' ? 'empty' : `\`${value}\``)).join(', ');
  if (AllowedPattern) return `\`${AllowedPattern}\``;
  if (Type !== 'Number') return 'any text';
  return MaxValue === undefined ? `from ${MinValue}` : `${MinValue} to ${MaxValue}`;
}

function rulesOf(templates: Templates): readonly string[] {
  const texts = Object.values(templates).flatMap(({ Rules }) =>
    Object.values(Rules).flatMap((rule) =>
      Object(rule).Assertions.map((one: { AssertDescription: string }) => one.AssertDescription),
    ),
  );
  return [...new Set<string>(texts)];
}
