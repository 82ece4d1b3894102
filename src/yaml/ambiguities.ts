import { type Document, isAlias, isScalar, type Node, type Pair, Parser, visit } from 'yaml';

/** Something in a file that a person may read as one thing, and the library as another. */
export interface Ambiguity {
  /** Of the character at which it begins. */
  readonly offset: number;
  readonly rule: string;
}

const DIRECTIVE = 'must have no directive such as %YAML, which changes what values mean; remove it';
const TAG = 'must have no tag such as !!merge, which changes what a value is; remove it';
const ALIAS_KEY = 'must have no alias as a key, which hides that a key stands twice; write it out';
const MERGE_KEY = 'must have no merge key (<<), which hides the keys it adds; write them out';
const NO_TEXT_KEY = 'must have text as each key; put the key in quotes';

/**
 * What may hide a key or change a value. The library refuses a key that stands twice, but compares keys before they
 * become text: of two that only then are the same, it takes the last one without a word.
 */
export function findAmbiguities(text: string, document: Document): readonly Ambiguity[] {
  const found: Ambiguity[] = [];
  for (const token of new Parser().parse(text))
    if (token.type === 'directive') found.push({ offset: token.offset, rule: DIRECTIVE });
  visit(document, {
    Pair(_key, { key }: Pair) {
      const rule = keyRule(key);
      if (rule !== undefined) found.push({ offset: startOf(key as Node), rule });
    },
    Value(_key, node) {
      if (node.tag !== undefined) found.push({ offset: startOf(node), rule: TAG });
    },
  });
  return found;
}

function keyRule(key: unknown): string | undefined {
  if (isAlias(key)) return ALIAS_KEY;
  if (!isScalar(key)) return NO_TEXT_KEY;
  // A tag is found by itself, and what it makes of the key does not matter.
  if (key.tag !== undefined) return undefined;
  if (typeof key.value !== 'string') return NO_TEXT_KEY;
  return key.value === '<<' ? MERGE_KEY : undefined;
}

function startOf(node: Node | null): number {
  return node?.range?.[0] ?? 0;
}
