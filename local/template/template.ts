/** Any value of a CloudFormation template. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;

export interface JsonObject {
  readonly [key: string]: Json;
}

export interface TemplateResource {
  readonly Type: string;
  readonly Properties?: JsonObject;
  readonly Condition?: string;
  readonly DependsOn?: string | readonly string[];
}

export interface TemplateParameter {
  readonly Type: string;
  readonly Default?: string | number;
}

export interface TemplateOutput {
  readonly Value: Json;
  readonly Condition?: string;
}

/** The sections of a CloudFormation template that the local stack reads. */
export interface Template {
  readonly Transform?: Json;
  readonly Parameters?: Readonly<Record<string, TemplateParameter>>;
  readonly Mappings?: JsonObject;
  readonly Conditions?: JsonObject;
  readonly Resources: Readonly<Record<string, TemplateResource>>;
  readonly Outputs?: Readonly<Record<string, TemplateOutput>>;
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

/** The local stack does not support something in the template. The message has the path and the remedy. */
export class TemplateError extends Error {
  override readonly name = 'TemplateError';
}
