import {
  createJsonSplitter,
  type JsonPiece,
  type JsonSplitter,
  type OnEnvelope,
} from './json-splitter.ts';
import { refuseTooManyRows } from './too-many.ts';

export interface JsonLayout {
  /** The names that lead from a document to its records; none where the document is the record. */
  readonly path: readonly string[];
  /** Whether each line is a document of its own: a broken one then ends with its line. */
  readonly isLines: boolean;
  /** Where a document that leads to records is an envelope with a type. It may throw. */
  readonly onEnvelope?: OnEnvelope;
}

/**
 * Takes the records out of a JSON text, without parsing all of it: a document, an array of documents, documents one
 * after the other, or a document a line. Records are at the end of the path, one or a list of them.
 * @throws {UnreadableFileError} where there are too many lines with a document each, blank ones among them
 */
export function splitJson(
  text: AsyncIterable<string>,
  layout: JsonLayout,
): AsyncGenerator<JsonPiece> {
  return layout.isLines ? splitLines(text, layout) : splitDocuments(text, layout);
}

async function* splitDocuments(
  text: AsyncIterable<string>,
  { path, onEnvelope }: JsonLayout,
): AsyncGenerator<JsonPiece> {
  const splitter = createJsonSplitter(path, 1, onEnvelope);
  for await (const chunk of text) {
    splitter.push(chunk);
    yield* splitter.take();
  }
  splitter.end();
  yield* splitter.take();
}

async function* splitLines(
  text: AsyncIterable<string>,
  { path, onEnvelope }: JsonLayout,
): AsyncGenerator<JsonPiece> {
  let line = 1;
  // Of the current line; none while it is blank, as a file may have a million of these.
  let splitter: JsonSplitter | undefined;
  for await (const chunk of text) {
    for (const [index, part] of chunk.split('\n').entries()) {
      if (index > 0) {
        if (splitter) yield* lastPieces(splitter);
        splitter = undefined;
        line += 1;
        refuseTooManyRows(line);
      }
      if (splitter === undefined && part.trim() === '') continue;
      splitter ??= createJsonSplitter(path, line, onEnvelope);
      splitter.push(part);
    }
    if (splitter) yield* splitter.take();
  }
  if (splitter) yield* lastPieces(splitter);
}

function lastPieces(splitter: JsonSplitter): readonly JsonPiece[] {
  splitter.end();
  return splitter.take();
}
