import type { AttributeValue } from '@aws-sdk/client-dynamodb';

/** What an update writes of those attributes that are there. */
export function presentAttributes(
  attributes: Readonly<Record<string, AttributeValue | undefined>>,
): { readonly set: string; readonly values: Readonly<Record<string, AttributeValue>> } {
  const given = Object.entries(attributes).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  return {
    set: given.map(([name]) => `, #${name} = :${name}`).join(''),
    values: Object.fromEntries(given.map(([name, value]) => [`:${name}`, value])),
  };
}

export function optionalText(text: string | undefined): AttributeValue | undefined {
  return text === undefined ? undefined : { S: text };
}

export function optionalTexts(texts: ReadonlySet<string> | undefined): AttributeValue | undefined {
  return texts && { SS: [...texts] };
}

export function optionalNumbers(
  numbers: ReadonlySet<number> | undefined,
): AttributeValue | undefined {
  return numbers && { NS: [...numbers].map(String) };
}
