import { evaluate, type Scope } from '../../../local/template/intrinsics.ts';
import { references } from '../../../local/template/references.ts';
import { createScope } from '../../../local/template/scope.ts';
import type { Json, Template, TemplateResource } from '../../../local/template/template.ts';
import { withValues } from '../../../local/template/with-values.ts';

const identity = { accountId: '111122223333', region: 'eu-west-1', stackName: 'joiner-prod' };

/** What CloudFormation would deploy, by logical id or name. */
export interface ResolvedStack {
  readonly resources: Readonly<Record<string, ResolvedResource>>;
  readonly outputs: Readonly<Record<string, unknown>>;
}

export interface ResolvedResource extends Omit<TemplateResource, 'Properties' | 'DependsOn'> {
  readonly Properties: Json;
  /** Resources that are there before it. */
  readonly after: readonly string[];
}

/**
 * The stack of a template with these parameters, and the others by default. A resource within another is
 * `<LogicalId>` or `<LogicalId.Attribute>`. Numbers are texts, as CloudFormation takes either.
 */
export function resolvedStack(
  given: Template,
  values: Readonly<Record<string, string>>,
): ResolvedStack {
  const template = withValues(given, values);
  const known = createScope(template, identity, new Map());
  const isResource = (name: string) => name in template.Resources;
  const scope: Scope = {
    ...known,
    ref: (name) => (isResource(name) ? `<${name}>` : known.ref(name)),
    getAtt: (logicalId, attribute) => `<${logicalId}.${attribute}>`,
  };
  const isThere = ({ Condition }: { readonly Condition?: string }) =>
    Condition === undefined || scope.condition(Condition);
  const resolved = (value: Json, at: string) => withTexts(evaluate(value, scope, at));
  const resources = Object.entries(template.Resources).flatMap(([logicalId, resource]) => {
    if (!isThere(resource)) return [];
    const { Condition: _, DependsOn = [], Properties = {}, ...rest } = resource;
    const before = [...references(Properties), ...[DependsOn].flat()].filter(isResource);
    const after = [...new Set(before)].toSorted();
    return [[logicalId, { ...rest, after, Properties: resolved(Properties, logicalId) }] as const];
  });
  const outputs = Object.entries(template.Outputs ?? {}).flatMap(([name, output]) =>
    isThere(output) ? [[name, resolved(output.Value, name)] as const] : [],
  );
  return { resources: Object.fromEntries(resources), outputs: Object.fromEntries(outputs) };
}

function withTexts(value: Json | undefined): Json {
  return JSON.parse(JSON.stringify(value ?? null), (_, entry) =>
    typeof entry === 'number' ? String(entry) : entry,
  );
}
