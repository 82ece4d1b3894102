import type { FileFault } from '../../sources/files/file-bytes.ts';
import { refuseTooManyRecords, refuseTooManyRows } from '../../sources/files/too-many.ts';
import type { HireFileContent, HireMessage } from './hire-message.ts';

const OBJECT_RULE = 'must be a JSON object; correct it, with one hire or one envelope in it';

const LINE_BREAK = /\r\n|\n|\r/g;

/**
 * Messages as a JSON array, as JSON lines, or a single one. Each is sent as it is written.
 * @throws {UnreadableFileError} if there are more of them, or more lines, than a file may have
 */
export function readJson(text: string): HireFileContent {
  if (text.trimStart().startsWith('[')) return readArray(text);
  if (isJsonObject(text))
    return { messages: [{ line: lineOfStart(text), body: text.trim() }], faults: [] };
  return checked(readLines(text));
}

function readLines(text: string): HireMessage[] {
  // Before the lines are taken apart: a hundred megabytes can be as many.
  let breaks = 0;
  for (const _ of text.matchAll(LINE_BREAK)) {
    breaks += 1;
    refuseTooManyRows(breaks);
  }
  const messages = text
    .split(LINE_BREAK)
    .map((line, index) => ({ line: index + 1, body: line.trim() }))
    .filter(({ body }) => body !== '');
  refuseTooManyRecords(messages.length, messages.at(-1)?.line ?? 1);
  return messages;
}

function readArray(text: string): HireFileContent {
  const { elements, end } = splitArray(text);
  if (end === undefined) {
    const line = elements.at(-1)?.line ?? lineOfStart(text);
    const rule = 'begins a hire, or the array, that is never closed; close it';
    return { messages: [], faults: [{ line, rule }] };
  }
  const isEmpty = elements.length === 1 && elements[0]?.body === '';
  const content = checked(isEmpty ? [] : elements);
  if (text.slice(end).trim() === '') return content;
  const line = countLines(text.slice(0, end)) + lineOfStart(text.slice(end));
  const rule = 'must be the end of the array; remove what follows, or send JSON lines';
  return { ...content, faults: [...content.faults, { line, rule }] };
}

/**
 * The elements of the array at the start of `text`, as written, and the index after its bracket.
 * JSON.parse would lose the line and the spelling of each.
 */
function splitArray(text: string): { elements: HireMessage[]; end?: number } {
  const elements: HireMessage[] = [];
  let depth = 0;
  let inString = false;
  let start = text.indexOf('[') + 1;
  let linesBefore = countLines(text.slice(0, start));
  const closeElement = (end: number) => {
    const element = text.slice(start, end);
    const line = linesBefore + lineOfStart(element);
    elements.push({ line, body: element.trim() });
    refuseTooManyRecords(elements.length, line);
    linesBefore += countLines(element);
    start = end + 1;
  };
  for (let index = start; index < text.length; index += 1) {
    const character = text.charAt(index);
    if (character === '\\') index += 1;
    else if (character === '"') inString = !inString;
    else if (inString) continue;
    else if (character === '[' || character === '{') depth += 1;
    else if (character === ',' && depth === 0) closeElement(index);
    else if (character === ']' || character === '}') {
      depth -= 1;
      if (depth >= 0) continue;
      closeElement(index);
      return { elements, end: index + 1 };
    }
  }
  closeElement(text.length);
  return { elements };
}

function checked(messages: HireMessage[]): HireFileContent {
  const faults = messages.flatMap(({ line, body }): FileFault[] =>
    isJsonObject(body) ? [] : [{ line, rule: OBJECT_RULE }],
  );
  return { messages, faults };
}

function isJsonObject(text: string): boolean {
  try {
    const json: unknown = JSON.parse(text);
    return typeof json === 'object' && json !== null && !Array.isArray(json);
  } catch {
    return false;
  }
}

function lineOfStart(text: string): number {
  return countLines(text.slice(0, text.search(/\S|$/))) + 1;
}

function countLines(text: string): number {
  return text.match(LINE_BREAK)?.length ?? 0;
}
