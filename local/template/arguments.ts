import { isList, type Json, TemplateError } from './template.ts';

/** A variable of Fn::Sub: `${name}`. `${!literal}` is not replaced. */
export const VARIABLE = /\$\{(!?)([^}]+)\}/g;

/** Reads Fn::GetAtt's argument in both forms: `[logical id, attribute]` and `logical id.attribute`. */
export function attributePath(argument: Json, at: string): readonly [string, Json] {
  const [logicalId, attribute] =
    typeof argument === 'string' ? splitOnce(argument) : pair(argument, at);
  return [text(logicalId, at), attribute];
}

function splitOnce(path: string): readonly [string, string] {
  const dot = path.indexOf('.');
  return [path.slice(0, dot), path.slice(dot + 1)];
}

export function pair(argument: Json, at: string): readonly [Json, Json] {
  const [first, second, ...rest] = list(argument, at);
  if (first === undefined || second === undefined || rest.length > 0)
    throw new TemplateError(`${at}: must be a list of two`);
  return [first, second];
}

export function list(value: Json | undefined, at: string): readonly Json[] {
  if (isList(value)) return value;
  throw new TemplateError(`${at}: must be a list`);
}

export function text(value: Json | undefined, at: string): string {
  if (typeof value === 'string') return value;
  throw new TemplateError(`${at}: must be a string`);
}

export function scalar(value: Json | undefined, at: string): string {
  if (value === undefined || value === null || typeof value === 'object')
    throw new TemplateError(`${at}: a list or an object cannot be part of a string`);
  return String(value);
}
