import { type Path, readYaml } from '../yaml/read-yaml.ts';
import type { YamlFault } from '../yaml/yaml-fault.ts';
import type { DateOrder } from './expressions/dates.ts';
import { compileExpression, type Expression, ExpressionError } from './expressions/expression.ts';
import { HIRE_FIELDS } from './hire-fields.ts';
import { FILE_LIMITS } from './limits.ts';
import type { Shape, Source } from './source.ts';
import { SourceFileError } from './source-file-error.ts';
import { type ShapeText, sourceFile } from './source-schema.ts';

const NAME_PATTERN = /^[a-z][a-z0-9-]{0,39}$/;
/** They raise what a hire may do: a source must say that it is trusted with them. */
const ELEVATED_FIELDS: readonly string[] = [
  'type',
  'apiAccess',
  'ApiAccess',
  'apiAccessPrincipalArn',
];

/**
 * Reads a source file, and compiles its expressions.
 * @param fileName such as `workday.yml`: the source is named by it
 * @throws {SourceFileError} with line, key and rule of every fault
 */
export function readSource(content: string, fileName: string): Source {
  const name = fileName.replace(/\.ya?ml$/, '');
  if (!NAME_PATTERN.test(name)) {
    const rule = 'must be named by 1 to 40 lower-case letters, digits and hyphens; rename it';
    throw new SourceFileError(fileName, [{ line: 1, key: '', rule }]);
  }
  const reading = readYaml(content, sourceFile);
  if (reading.kind === 'refused') throw new SourceFileError(fileName, reading.faults);
  const { title, dates, elevated = false, shapes } = reading.content;
  const faults: YamlFault[] = [];
  const onFault = (path: Path, rule: string) => faults.push(reading.faultAt(path, rule));
  const compiled = shapes.map((one, index) =>
    compileShape(one, { path: ['shapes', index], dates, elevated, onFault }),
  );
  if (faults.length > 0) throw new SourceFileError(fileName, faults);
  return { name, title, shapes: compiled };
}

interface ShapeContext {
  readonly path: Path;
  readonly dates: DateOrder | undefined;
  readonly elevated: boolean;
  readonly onFault: (path: Path, rule: string) => void;
}

const NEVER: Expression = { evaluate: async () => undefined };

function compileShape(
  shapeText: ShapeText,
  { path, dates, elevated, onFault }: ShapeContext,
): Shape {
  const compile = (expressionText: string, ...keys: Path): Expression => {
    try {
      return compileExpression(expressionText, dates);
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error;
      onFault([...path, ...keys], error.message);
      return NEVER;
    }
  };
  const { about, only, hire = {} } = shapeText;
  for (const field of Object.keys(hire)) {
    const rule = refuseField(field, elevated);
    if (rule !== undefined) onFault([...path, 'hire', field], rule);
  }
  const compiled = {
    about,
    ...(only !== undefined && { only: compile(only, 'only') }),
    hire: new Map(
      Object.entries(hire).map(([field, value]) => [field, compile(value, 'hire', field)]),
    ),
  };
  if (shapeText.format === 'json') {
    const { records, recognise, lacks } = shapeText;
    return {
      ...compiled,
      ...(lacks !== undefined && { lacks }),
      format: 'json',
      records: records?.split('.') ?? [],
      recognise: compile(recognise, 'recognise'),
    };
  }
  const { columns, needed } = shapeText;
  const names = Object.keys(columns);
  needed.forEach((name, index) => {
    if (!names.includes(name))
      onFault([...path, 'needed', index], `must be one of ${names.join(', ')}; correct it`);
  });
  if (names.length > FILE_LIMITS.columns)
    onFault([...path, 'columns'], `must have at most ${FILE_LIMITS.columns} columns; remove some`);
  const headers = new Map(
    Object.entries(columns).map(([name, given]) => [name, [given].flat()] as const),
  );
  return { ...compiled, format: 'csv', columns: { headers, needed } };
}

function refuseField(field: string, elevated: boolean): string | undefined {
  if (!HIRE_FIELDS.includes(field))
    return `must be one of ${HIRE_FIELDS.join(', ')}; correct or remove it`;
  if (elevated || !ELEVATED_FIELDS.includes(field)) return undefined;
  return 'must not be mapped, as it raises what a hire may do; remove it, or add elevated: true to the source';
}
