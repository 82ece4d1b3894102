import { isOfTypedEnvelope } from '../../contracts/envelopes.ts';
import { FILE_LIMITS } from '../limits.ts';

/** One record of a JSON file, as it is written. */
export interface JsonPiece {
  /** The line where it begins, counted from 1. */
  readonly line: number;
  readonly text: string;
  /** Why it cannot be used; its text is then incomplete. */
  readonly fault?: string;
}

export interface JsonSplitter {
  push(text: string): void;
  /** Nothing follows: whatever is still open is a fault. */
  end(): void;
  /** The records that are complete since the last time. */
  take(): readonly JsonPiece[];
}

/**
 * What a value is for: a list of documents or of records, an object that leads to records after so many names, a
 * record, or nothing that is needed.
 */
type Role = 'documents' | 'records' | 'record' | 'other' | { readonly names: number };

/** An object or array that is open, and no part of a record. */
interface Level {
  readonly role: Role;
  /** Of an object: the name of the current member, and whether its value is next. */
  key: string;
  isAfterColon: boolean;
  /** Of a value that is not needed: how many are open in it. Counted, as a file may open millions. */
  inside: number;
}

/** @param line where the document begins that the envelope is in */
export type OnEnvelope = (line: number) => void;

interface OpenRecord {
  readonly line: number;
  text: string;
  levels: number;
  fault?: string;
}

const NO_OBJECT = 'must be a JSON object; correct it, with one record in it';
const TOO_LARGE = `must be at most ${FILE_LIMITS.recordBytes} characters long; shorten it`;
const TOO_DEEP = `must have at most ${FILE_LIMITS.levels} levels of objects and arrays; make it flatter`;
const NOT_CLOSED = 'begins an object or array that is never closed; close it';
const LONGEST_KEY = 256;

/**
 * Reads a text piece by piece, and keeps no more of it than the record that is open.
 * @param onEnvelope where an object that leads to records is an envelope with a type; records are not looked at
 */
export function createJsonSplitter(
  path: readonly string[],
  firstLine: number,
  onEnvelope?: OnEnvelope,
): JsonSplitter {
  const levels: Level[] = [];
  let found: JsonPiece[] = [];
  let line = firstLine;
  let documentLine = firstLine;
  let hasRecords = true;
  let record: OpenRecord | undefined;
  let isInString = false;
  let isEscaped = false;
  let isInWord = false;

  function roleOf(character: string): Role {
    const parent = levels.at(-1);
    if (parent === undefined || parent.role === 'documents') {
      if (parent === undefined && character === '[') return 'documents';
      documentLine = line;
      hasRecords = false;
      return roleAfter(0, character);
    }
    if (parent.role === 'records') return 'record';
    if (typeof parent.role === 'string') return 'other';
    const { names } = parent.role;
    return parent.key === path[names] ? roleAfter(names + 1, character) : 'other';
  }

  function roleAfter(names: number, character: string): Role {
    if (names < path.length) return character === '{' ? { names } : 'other';
    hasRecords = true;
    return character === '[' && path.length > 0 ? 'records' : 'record';
  }

  function open(character: string): void {
    const parent = levels.at(-1);
    if (parent?.role === 'other') {
      parent.inside += 1;
      return;
    }
    const role = roleOf(character);
    if (role === 'record') record = { line, text: '', levels: 0 };
    else levels.push({ role, key: '', isAfterColon: false, inside: 0 });
  }

  function close(): void {
    const level = levels.at(-1);
    if (level && level.inside > 0) level.inside -= 1;
    else {
      levels.pop();
      ended();
    }
  }

  /** A text, number or word outside of records: the name of a member, or a value. */
  function atom(character: string): void {
    const level = levels.at(-1);
    const isName = typeof level?.role === 'object' && !level.isAfterColon;
    if (isName) level.key = '';
    else if (roleOf(character) === 'record') found.push({ line, text: '', fault: NO_OBJECT });
  }

  function ended(): void {
    const isDocument = levels.length === 0 || levels.at(-1)?.role === 'documents';
    if (!isDocument || hasRecords) return;
    hasRecords = true;
    const fault = `must have ${path.join('.')}, which holds its records; correct it`;
    found.push({ line: documentLine, text: '', fault });
  }

  /** Of an object that leads to records. The last member may be the one by which an envelope is known. */
  function lookForEnvelope({ role, key }: Level): void {
    if (onEnvelope && typeof role === 'object' && isOfTypedEnvelope(key)) onEnvelope(documentLine);
  }

  function outsideRecords(character: string): void {
    const level = levels.at(-1);
    const isSpace = character.trim() === '';
    if (isSpace || ',:{}[]'.includes(character)) isInWord = false;
    if (character === '{' || character === '[') open(character);
    else if (character === '}' || character === ']') close();
    else if (level && (character === ':' || character === ',')) {
      level.isAfterColon = character === ':';
      if (level.isAfterColon) lookForEnvelope(level);
    } else if (!isSpace && !isInWord && character !== ',' && character !== ':') {
      isInWord = true;
      atom(character);
    }
  }

  function inString(character: string): void {
    const level = levels.at(-1);
    if (isEscaped) isEscaped = false;
    else if (character === '\\') isEscaped = true;
    else if (character === '"') isInString = false;
    if (record || !isInString || !level || level.isAfterColon) return;
    if (level.key.length < LONGEST_KEY) level.key += character;
  }

  function openString(): void {
    isInString = true;
    if (!record) atom('"');
  }

  /** Whether the record ends with this character. */
  function endsRecord(open: OpenRecord, character: string): boolean {
    if (character === '{' || character === '[') open.levels += 1;
    else if (character === '}' || character === ']') open.levels -= 1;
    if (open.levels > FILE_LIMITS.levels) open.fault ??= TOO_DEEP;
    return open.levels === 0;
  }

  function closeRecord({ line: start, text, fault }: OpenRecord): void {
    found.push({ line: start, text, ...(fault !== undefined && { fault }) });
    record = undefined;
    ended();
  }

  function keep(open: OpenRecord, part: string): void {
    if (open.text.length + part.length > FILE_LIMITS.recordBytes) open.fault ??= TOO_LARGE;
    if (open.fault === undefined) open.text += part;
  }

  return {
    push(text) {
      let start = 0;
      for (let index = 0; index < text.length; index += 1) {
        const character = text.charAt(index);
        if (character === '\n') line += 1;
        if (isInString) inString(character);
        else if (character === '"') openString();
        else {
          if (!record) {
            outsideRecords(character);
            start = index;
          }
          if (record && endsRecord(record, character)) {
            keep(record, text.slice(start, index + 1));
            closeRecord(record);
          }
        }
      }
      if (record) keep(record, text.slice(start));
    },
    end() {
      if (record) found.push({ line: record.line, text: '', fault: NOT_CLOSED });
      else if (levels.length > 0) found.push({ line, text: '', fault: NOT_CLOSED });
    },
    take() {
      const taken = found;
      found = [];
      return taken;
    },
  };
}
