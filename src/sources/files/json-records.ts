import { createJsonSplitter, type JsonPiece } from './json-splitter.ts';

export interface JsonLayout {
  /** The names that lead from a document to its records; none where the document is the record. */
  readonly path: readonly string[];
  /** Whether each line is a document of its own: a broken one then ends with its line. */
  readonly isLines: boolean;
}

/**
 * Takes the records out of a JSON text, without parsing all of it: a document, an array of documents, documents one
 * after the other, or a document a line. Records are at the end of the path, one or a list of them.
 */
export async function* splitJson(
  text: AsyncIterable<string>,
  { path, isLines }: JsonLayout,
): AsyncGenerator<JsonPiece> {
  let splitter = createJsonSplitter(path, 1);
  let line = 1;
  for await (const chunk of text) {
    const [first = '', ...others] = isLines ? chunk.split('\n') : [chunk];
    splitter.push(first);
    for (const next of others) {
      splitter.end();
      yield* splitter.take();
      line += 1;
      splitter = createJsonSplitter(path, line);
      splitter.push(next);
    }
    yield* splitter.take();
  }
  splitter.end();
  yield* splitter.take();
}
