/** Black on white, so that it is readable on light and dark pages. */
export const COLOURS = {
  ground: '#ffffff',
  ink: '#24292f',
  plain: '#f6f8fa',
  done: '#dafbe1',
  waits: '#fff8c5',
  wrong: '#ffebe9',
} as const;

export type Fill = 'plain' | 'done' | 'waits' | 'wrong';

/** A box with a bold first line and more lines below it. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly fill: Fill;
  readonly title: string;
  readonly lines: readonly string[];
}

/** A line of right angles that ends in an arrow head, with words above or beside it. */
export interface Arrow {
  readonly points: readonly (readonly [x: number, y: number])[];
  readonly label?: { readonly x: number; readonly y: number; readonly text: string };
}

export interface Picture {
  readonly width: number;
  readonly height: number;
  /** What the picture says, for readers who cannot see it. */
  readonly about: string;
  readonly boxes: readonly Box[];
  readonly arrows: readonly Arrow[];
}

export const BOX = { width: 210, height: 92 };
const FONT = 'font-family="Helvetica, Arial, sans-serif"';

/** Draws a picture as an SVG of plain shapes: no style sheet, no script, nothing from elsewhere. */
export function drawPicture({ width, height, about, boxes, arrows }: Picture): string {
  const ground = `<rect width="${width}" height="${height}" rx="8" fill="${COLOURS.ground}"/>`;
  const head = `<defs><marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto"><path d="M0 0 8 4 0 8z" fill="${COLOURS.ink}"/></marker></defs>`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escaped(about)}">`,
    head,
    ground,
    ...arrows.map(arrowOf),
    ...boxes.map(boxOf),
    '</svg>',
    '',
  ].join('\n');
}

function boxOf({ x, y, fill, title, lines }: Box): string {
  const middle = x + BOX.width / 2;
  const first = y + BOX.height / 2 - lines.length * 9 + 2;
  return [
    `<rect x="${x}" y="${y}" width="${BOX.width}" height="${BOX.height}" rx="6" fill="${COLOURS[fill]}" stroke="${COLOURS.ink}"/>`,
    textOf({ x: middle, y: first, text: title }, 'font-size="15" font-weight="bold"'),
    ...lines.map((text, index) =>
      textOf({ x: middle, y: first + 20 + index * 18, text }, 'font-size="13"'),
    ),
  ].join('\n');
}

function arrowOf({ points, label }: Arrow): string {
  const path = points.map(([x, y], index) => `${index === 0 ? 'M' : 'L'}${x} ${y}`).join(' ');
  const line = `<path d="${path}" fill="none" stroke="${COLOURS.ink}" stroke-width="1.5" marker-end="url(#head)"/>`;
  return label ? `${line}\n${textOf(label, 'font-size="13"')}` : line;
}

function textOf(
  { x, y, text }: { readonly x: number; readonly y: number; readonly text: string },
  font: string,
): string {
  return `<text x="${x}" y="${y}" ${FONT} ${font} fill="${COLOURS.ink}" text-anchor="middle">${escaped(text)}</text>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
