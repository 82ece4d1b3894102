import type { Expression } from './expressions/expression.ts';

/** How one HR system writes hires: a file of `sources/`, checked and compiled. */
export interface Source {
  /** Of its file, without the ending. */
  readonly name: string;
  /** As people say it. */
  readonly title: string;
  /** The ways in which the system gives records out. */
  readonly shapes: readonly Shape[];
}

export type Shape = CsvShape | JsonShape;

interface AnyShape {
  /** What it is, as people say it. */
  readonly about: string;
  /** Why no record of this shape can be a hire, such as a webhook that carries only an id. */
  readonly lacks?: string;
  /** Whether a record is a hire; every one is where it is absent. */
  readonly only?: Expression;
  /** One expression for each field of the contract. */
  readonly hire: ReadonlyMap<string, Expression>;
}

export interface CsvShape extends AnyShape {
  readonly format: 'csv';
  readonly columns: Columns;
}

/** The columns that a CSV file has, by the names under which expressions know them. */
export interface Columns {
  /** The headers that each may have, the preferred one first. */
  readonly headers: ReadonlyMap<string, readonly string[]>;
  /** Those without which a file is another one. */
  readonly needed: readonly string[];
}

export interface JsonShape extends AnyShape {
  readonly format: 'json';
  /** The names that lead from a document to its records; none where the document is the record. */
  readonly records: readonly string[];
  /** Whether a record is of this shape. */
  readonly recognise: Expression;
}
