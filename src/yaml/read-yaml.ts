import * as v from 'valibot';
import { type Document, LineCounter, parseDocument } from 'yaml';
import { findAmbiguities } from './ambiguities.ts';
import { findHiddenCharacters } from './hidden-characters.ts';
import type { YamlFault } from './yaml-fault.ts';

/** The keys and places in lists that lead to a value. */
export type Path = readonly PropertyKey[];

export type YamlReading<Content> =
  | {
      readonly kind: 'content';
      readonly content: Content;
      /** A fault that the schema does not find, with the line and the key of a path. */
      readonly faultAt: (path: Path, rule: string) => YamlFault;
    }
  | { readonly kind: 'refused'; readonly faults: readonly YamlFault[] };

const MAX_FILE_CHARACTERS = 65_536;
const MAX_ALIASES = 10;

/**
 * Reads a YAML file that a person wrote. Every fault has its line and its key. Of the keys of a mapping that the schema
 * does not know, the first is reported.
 * @param keyTextOf the text of a path, where it is not names with dots and places in brackets
 */
export function readYaml<Content>(
  text: string,
  schema: v.GenericSchema<unknown, Content>,
  keyTextOf: (path: Path) => string = keyText,
): YamlReading<Content> {
  if (text.length > MAX_FILE_CHARACTERS)
    return refused(1, `must have at most ${MAX_FILE_CHARACTERS} characters; divide it`);
  const hidden = findHiddenCharacters(text);
  if (hidden.length > 0) return { kind: 'refused', faults: hidden };
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const [broken] = document.errors;
  if (broken)
    return refused(
      lines.linePos(broken.pos[0]).line,
      `must be YAML; correct it: ${broken.message}`,
    );
  const ambiguities = findAmbiguities(text, document).map(({ offset, rule }) => ({
    line: lines.linePos(offset).line,
    key: '',
    rule,
  }));
  if (ambiguities.length > 0) return { kind: 'refused', faults: inFileOrder(ambiguities) };
  const value = plainValueOf(document);
  if (value === TOO_MANY_ALIASES)
    return refused(1, 'must have fewer aliases; write their values out');
  const faultAt = (path: Path, rule: string): YamlFault => ({
    line: lineOf(path, document, lines),
    key: keyTextOf(path),
    rule,
  });
  const read = v.safeParse(schema, value);
  if (read.success) return { kind: 'content', content: read.output, faultAt };
  const faults = read.issues.map(({ path = [], message }) =>
    faultAt(
      path.map(({ key }) => key as PropertyKey),
      message,
    ),
  );
  return { kind: 'refused', faults: inFileOrder(faults) };
}

/** As their author meets them. */
export function inFileOrder(faults: readonly YamlFault[]): readonly YamlFault[] {
  return faults.toSorted((one, other) => one.line - other.line);
}

const TOO_MANY_ALIASES = Symbol('too many aliases');

function plainValueOf(document: Document): unknown {
  try {
    return document.toJS({ maxAliasCount: MAX_ALIASES });
  } catch {
    return TOO_MANY_ALIASES;
  }
}

/** Of the value, or of the closest one around it. */
function lineOf(path: Path, document: Document, lines: LineCounter): number {
  for (let length = path.length; length > 0; length -= 1) {
    const node: unknown = document.getIn(path.slice(0, length) as unknown[], true);
    const start = (node as { range?: readonly number[] } | undefined)?.range?.[0];
    if (start !== undefined) return lines.linePos(start).line;
  }
  return 1;
}

/** Such as `shapes[0].hire.emailAddress`. */
export function keyText(path: Path): string {
  return path
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`))
    .join('')
    .replace(/^\./, '');
}

function refused(line: number, rule: string): YamlReading<never> {
  return { kind: 'refused', faults: [{ line, key: '', rule }] };
}
