import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { BOX, COLOURS, drawPicture } from './picture.ts';
import { PICTURES } from './pictures.ts';

/** Wider than the letters of Helvetica and Arial are on average, in parts of the font's size. */
const LETTER_WIDTH = 0.56;
const BOLD_WIDTH = 0.6;

describe.each([...PICTURES])('%s', (file, picture) => {
  const svg = readFileSync(file, 'utf8');

  test('is as `npm run pictures` writes it', () => {
    expect(svg).toBe(drawPicture(picture));
  });

  test('has nothing from elsewhere, no script and no style sheet', () => {
    expect(svg).not.toMatch(/<(?:script|style|foreignObject|image|use|a)\b|href=|url\((?!#)/);
  });

  test('says what it shows to readers who cannot see it', () => {
    expect(picture.about.length).toBeGreaterThan(50);
  });

  test('has words that fit into their boxes', () => {
    const tooLong = picture.boxes.flatMap(({ title, lines }) => [
      ...(title.length * 15 * BOLD_WIDTH < BOX.width ? [] : [title]),
      ...lines.filter((line) => line.length * 13 * LETTER_WIDTH >= BOX.width),
    ]);

    expect(tooLong).toEqual([]);
  });

  test('has words that fit into the picture', () => {
    const outside = picture.arrows.filter(({ label }) => {
      if (label === undefined) return false;
      const half = (label.text.length * 13 * LETTER_WIDTH) / 2;
      return label.x - half < 0 || label.x + half > picture.width;
    });

    expect(outside).toEqual([]);
  });
});

test.each(Object.keys(COLOURS).filter((name) => name !== 'ink'))(
  'words on %s have a contrast of 7 to 1 and more',
  (name) => {
    const fill = COLOURS[name as keyof typeof COLOURS];

    expect(contrastOf(COLOURS.ink, fill)).toBeGreaterThanOrEqual(7);
  },
);

/** https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
function contrastOf(one: string, other: string): number {
  const [darker = 0, lighter = 0] = [luminanceOf(one), luminanceOf(other)].toSorted(
    (first, second) => first - second,
  );
  return (lighter + 0.05) / (darker + 0.05);
}

function luminanceOf(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((start) => {
    const share = Number.parseInt(colour.slice(start, start + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
