import type { YamlFault } from './yaml-fault.ts';

/**
 * Characters that no person sees as they are. Variation selectors are not among them: many emoji have one, which
 * changes only how it looks.
 */
const HIDDEN =
  /[[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]--[\t\p{Variation_Selector}]]/gv;
/** After one of these, another program may read a key where this one reads the rest of a comment. */
const LINE_ENDS = /[\v\f\r\u0085\u2028\u2029]/;

/**
 * Characters by which a file that was reviewed on a screen may hold something else, even in a comment. Each is found
 * once a line.
 */
export function findHiddenCharacters(text: string): readonly YamlFault[] {
  const lines = text
    .replace(/^\ufeff/, '')
    .replaceAll('\r\n', '\n')
    .split('\n');
  return lines.flatMap((content, index) =>
    [...new Set(content.match(HIDDEN))].map((character) => ({
      line: index + 1,
      key: '',
      rule: ruleFor(character),
    })),
  );
}

function ruleFor(character: string): string {
  const hex = (character.codePointAt(0) ?? 0).toString(16).toUpperCase();
  const name = `U+${hex.padStart(4, '0')}`;
  if (LINE_ENDS.test(character))
    return `must have no ${name}, which ends a line in some programs and not here; end each line with LF or CRLF`;
  // As YAML writes it, and a person sees it.
  const escaped = hex.length > 4 ? `\\U${hex.padStart(8, '0')}` : `\\u${hex.padStart(4, '0')}`;
  return `must have no ${name}, with which the file may look different from what is read; remove it, or write it as ${escaped} in double quotes`;
}
