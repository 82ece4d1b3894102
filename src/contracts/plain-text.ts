/** Characters that show another text than a program reads, or forge a line of a log. */
const REFUSED_RANGES = [
  [0x00, 0x1f], // control characters
  [0x7f, 0x9f], // and theirs of ISO 8859
  [0x61c, 0x61c], // direction of text
  [0x200e, 0x200f],
  [0x2028, 0x202e], // ends of lines, and again direction
  [0x2066, 0x2069],
  [0xe000, 0xf8ff], // private use
  [0xe0000, 0xe007f], // tags
  [0xf0000, 0x10ffff], // private use
] as const;

/**
 * One line of text that looks as it reads. The ranges are characters, not escapes: the JSON Schemas carry the
 * pattern, and validators in other languages know neither \p{…} nor \u{…}.
 */
export const PLAIN_TEXT_PATTERN = new RegExp(
  `^[^${REFUSED_RANGES.map(characters).join('')}]*$`,
  'u',
);

/** A character that a reader sees; U+2800 is a Braille cell without dots. */
export const VISIBLE_CHARACTER = /[^\s\p{DI}\u2800]/u;

/** Mail programs make a link of a text that has it. */
export const LINK_MARK = '://';

function characters([first, last]: readonly [number, number]): string {
  return `${String.fromCodePoint(first)}-${String.fromCodePoint(last)}`;
}
