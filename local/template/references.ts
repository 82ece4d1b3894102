import { attributePath, VARIABLE } from './arguments.ts';
import { isList, isObject, type Json } from './template.ts';

/** The names of all parameters and resources that a value refers to, in both branches of a condition. */
export function references(value: Json): ReadonlySet<string> {
  const names = new Set<string>();
  collect(value, names);
  return names;
}

function collect(value: Json, names: Set<string>): void {
  if (isList(value)) {
    for (const item of value) collect(item, names);
    return;
  }
  if (!isObject(value)) return;
  const { Ref: ref, 'Fn::GetAtt': getAtt, 'Fn::Sub': sub } = value;
  if (typeof ref === 'string') names.add(ref);
  if (getAtt !== undefined) names.add(attributePath(getAtt, 'Fn::GetAtt')[0]);
  const pattern = isList(sub) ? sub[0] : sub;
  if (typeof pattern === 'string') {
    for (const name of substitutedNames(pattern)) names.add(name);
  }
  for (const entry of Object.values(value)) collect(entry, names);
}

function substitutedNames(pattern: string): string[] {
  return [...pattern.matchAll(VARIABLE)].flatMap(([, literal, name]) =>
    literal || !name ? [] : [name.trim().split('.')[0] ?? name],
  );
}
