import { references } from '../../local/template/references.ts';
import type {
  Json,
  JsonObject,
  Template,
  TemplateResource,
} from '../../local/template/template.ts';
import { DEPLOYMENT_LABEL, DEPLOYMENT_PARAMETERS } from './deployment-parameters.ts';
import { placeSettings } from './place-settings.ts';
import { rulesFor } from './rules.ts';
import { parameterNameOf, SETTING_GROUPS, SETTINGS } from './settings.ts';
import { STAGE } from './tokens.ts';

export interface ReleaseTemplate extends Template {
  readonly Parameters: NonNullable<Template['Parameters']>;
  readonly Conditions: JsonObject;
  readonly Rules: JsonObject;
}

export interface ReleaseTemplateRequest {
  readonly description: string;
  /** What packaging made of the tokens. */
  readonly packaged: Template;
  /** Defaults of serverless.yml, by setting. */
  readonly defaults: Readonly<Record<string, string>>;
  /** The last part of the key of a function's zip. */
  readonly codeNameOf: (logicalId: string) => string;
}

/** What only the framework needs. */
const OF_FRAMEWORK = /^ServerlessDeployment/;

/**
 * The template of a release: what packaging makes, with parameters in place of the tokens, and nothing of the framework.
 * @throws Error that names what is left of a token or of the framework
 */
export function releaseTemplate(request: ReleaseTemplateRequest): {
  readonly template: ReleaseTemplate;
  /** The settings that the template has a parameter for. */
  readonly settings: readonly string[];
} {
  const { packaged, description } = request;
  const used = new Set<string>();
  const place = (value: Json | undefined, at: string) =>
    Object(placeSettings(value ?? {}, used, at));
  const defined = definedParameters(packaged);
  const Resources = place(resourcesOf(request), 'Resources');
  const Outputs = place(Object(withoutFramework(packaged.Outputs ?? {})), 'Outputs');
  const Conditions = { ...place(packaged.Conditions, 'Conditions'), ...conditionsOf(used) };
  used.delete(STAGE);
  const settings = Object.keys(SETTINGS).filter((name) => used.has(name) || defined.has(name));
  const Parameters = parametersOf(settings, defined, request.defaults);
  const template = {
    AWSTemplateFormatVersion: '2010-09-09',
    Description: description,
    Metadata: { 'AWS::CloudFormation::Interface': interfaceOf(settings) },
    Parameters,
    Rules: rulesFor(Object.keys(Parameters)),
    Conditions,
    Resources,
    Outputs,
  };
  assertNothingIsLeft({ Conditions, Resources, Outputs }, 'template');
  return { template, settings };
}

/** Those of resources/parameters.yml, by setting. */
function definedParameters({ Parameters = {} }: Template): ReadonlyMap<string, JsonObject> {
  const byName = new Map(Object.keys(SETTINGS).map((name) => [parameterNameOf(name), name]));
  const defined = Object.entries(Parameters).map(([name, parameter]) => {
    const setting = byName.get(name);
    if (setting === undefined)
      throw new Error(
        `The parameter ${name} of resources/parameters.yml is no parameter of serverless.yml with a rule in release/template/settings.ts`,
      );
    return [setting, Object(parameter) as JsonObject] as const;
  });
  return new Map(defined);
}

function resourcesOf({ packaged, codeNameOf }: ReleaseTemplateRequest): JsonObject {
  const resources = Object.entries(withoutFramework(packaged.Resources)).map(
    ([logicalId, resource]) => {
      const { DependsOn, Properties = {}, ...rest } = resource;
      const properties =
        resource.Type === 'AWS::Lambda::Function'
          ? withCode(Properties, codeNameOf(logicalId))
          : Properties;
      const needed = neededDependencies(resource);
      const dependsOn = needed.length === 0 ? {} : { DependsOn: needed };
      return [logicalId, { ...rest, ...dependsOn, Properties: properties }] as const;
    },
  );
  return Object.fromEntries(resources) as JsonObject;
}

function withoutFramework<T>(entries: Readonly<Record<string, T>>): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(entries).filter(([name]) => !OF_FRAMEWORK.test(name)));
}

function withCode(properties: JsonObject, name: string): JsonObject {
  const S3Key = { 'Fn::Sub': `\${CodePrefix}${name}` };
  return {
    ...properties,
    Code: { S3Bucket: { Ref: 'CodeBucket' }, S3Key },
    Architectures: [{ Ref: 'Architecture' }],
  };
}

/** The framework adds some where a reference to the resource does the same. */
function neededDependencies({ DependsOn = [], Properties = {} }: TemplateResource) {
  const referred = references(Properties);
  return [DependsOn].flat().filter((name) => !referred.has(name));
}

function conditionsOf(used: ReadonlySet<string>): JsonObject {
  return Object.assign({}, ...[...used].map((name) => SETTINGS[name]?.conditions ?? {}));
}

function parametersOf(
  settings: readonly string[],
  defined: ReadonlyMap<string, JsonObject>,
  defaults: Readonly<Record<string, string>>,
): ReleaseTemplate['Parameters'] {
  const ofSettings = settings.map((name) => {
    const definition = defined.get(name) ?? SETTINGS[name]?.definition;
    if (!definition)
      throw new Error(
        `release/template/settings.ts needs a definition of ${name}: resources/parameters.yml has no parameter ${parameterNameOf(name)}`,
      );
    return [parameterNameOf(name), parameterOf(name, Object(definition), defaults)] as const;
  });
  return { ...DEPLOYMENT_PARAMETERS, ...Object.fromEntries(ofSettings) };
}

function parameterOf(
  name: string,
  definition: JsonObject & { readonly Type: string },
  defaults: Readonly<Record<string, string>>,
) {
  const { isRequired, narrower, default: own } = SETTINGS[name] ?? {};
  const { Default: _, ...accepted }: JsonObject = { ...definition, ...narrower };
  const text = own ?? defaults[name] ?? '';
  const value = definition.Type === 'Number' ? Number(text) : text;
  return {
    ...accepted,
    Type: definition.Type,
    ...(!isRequired && { Default: value }),
    ...('AllowedPattern' in accepted && { ConstraintDescription: definition['Description'] }),
  };
}

function interfaceOf(settings: readonly string[]): JsonObject {
  const groups = SETTING_GROUPS.map((group) => ({
    label: group.label,
    names: Object.keys(group.settings)
      .filter((name) => settings.includes(name))
      .map(parameterNameOf),
  }));
  const all = [{ label: DEPLOYMENT_LABEL, names: Object.keys(DEPLOYMENT_PARAMETERS) }, ...groups];
  return {
    ParameterGroups: all.map(({ label, names }) => ({
      Label: { default: label },
      Parameters: names,
    })),
  };
}

/** Of a token, packaging may have used a part: in a list, for example, or in small letters. */
const LEFT = /joiner-token|serverless|sls-/i;

function assertNothingIsLeft(value: Json, at: string): void {
  for (const [key, entry] of Object.entries(Object(value))) {
    const text = typeof entry === 'object' ? key : `${key}: ${entry}`;
    if (LEFT.test(text))
      throw new Error(`${at}.${text}: release/template does not follow what packaging put there`);
    if (typeof entry === 'object') assertNothingIsLeft(entry as Json, `${at}.${key}`);
  }
}
