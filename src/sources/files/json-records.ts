import { createJsonSplitter, type JsonPiece, type JsonSplitter } from './json-splitter.ts';
import { refuseTooManyRows } from './too-many-rows.ts';

export interface JsonLayout {
  /** The names that lead from a document to its records; none where the document is the record. */
  readonly path: readonly string[];
  /** Whether each line is a document of its own: a broken one then ends with its line. */
  readonly isLines: boolean;
}

/**
 * Takes the records out of a JSON text, without parsing all of it: a document, an array of documents, documents one
 * after the other, or a document a line. Records are at the end of the path, one or a list of them.
 * @throws {UnreadableFileError} where there are too many lines with a document each, blank ones among them
 */
export function splitJson(
  text: AsyncIterable<string>,
  { path, isLines }: JsonLayout,
): AsyncGenerator<JsonPiece> {
  return isLines ? splitLines(text, path) : splitDocuments(text, path);
}

async function* splitDocuments(
  text: AsyncIterable<string>,
  path: readonly string[],
): AsyncGenerator<JsonPiece> {
  const splitter = createJsonSplitter(path, 1);
  for await (const chunk of text) {
    splitter.push(chunk);
    yield* splitter.take();
  }
  splitter.end();
  yield* splitter.take();
}

async function* splitLines(
  text: AsyncIterable<string>,
  path: readonly string[],
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
      splitter ??= createJsonSplitter(path, line);
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
