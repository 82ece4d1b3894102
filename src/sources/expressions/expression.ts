import jsonata from 'jsonata';
import { CutOffError, MappingError } from '../fault.ts';
import { MAX_EXPRESSION_CHARACTERS } from '../limits.ts';
import { boundInputs, refuseExpression } from './check.ts';
import type { DateOrder } from './dates.ts';
import { directReader } from './direct-reader.ts';
import { BOUNDED, bounded, ownFunctions } from './functions.ts';
import { regexEngine } from './linear-regex.ts';

/** A JSONata expression, compiled once. */
export interface Expression {
  /**
   * Its value for a record; undefined where there is none.
   * @throws {MappingError} where it fails, or exceeds its limits
   */
  evaluate(record: object): Promise<unknown>;
}

/** An expression of a source file that may not run. Its message is a rule, for the key that holds it. */
export class ExpressionError extends Error {
  override readonly name = 'ExpressionError';
}

/** Thousands of times what a record needs. */
const LIMITS = { timeout: 250, stack: 100, sequence: 10_000 };
const TIMED_OUT = 'D1012';
const TOO_MUCH: ReadonlySet<unknown> = new Set(['D1011', TIMED_OUT, 'D2014', 'D2015']);

/**
 * Compiles an expression, after a check that it cannot harm: see `check.ts`.
 * @throws {ExpressionError}
 */
export function compileExpression(text: string, order: DateOrder | undefined): Expression {
  if (text.length > MAX_EXPRESSION_CHARACTERS)
    throw new ExpressionError(
      `must have at most ${MAX_EXPRESSION_CHARACTERS} characters; shorten it`,
    );
  const compiled = parse(text);
  const reason = refuseExpression(compiled.ast());
  if (reason !== undefined) throw new ExpressionError(reason);
  // JSONata evaluates this very tree.
  boundInputs(compiled.ast());
  const functions = { ...ownFunctions(order), [BOUNDED]: bounded };
  for (const [name, call] of Object.entries(functions)) compiled.registerFunction(name, call);
  const readDirectly = directReader(compiled.ast(), ownFunctions(order));
  return {
    async evaluate(record) {
      const direct = readDirectly?.(record) ?? 'a list';
      if (direct !== 'a list') return direct.value;
      try {
        return await compiled.evaluate(record);
      } catch (error) {
        // The time is the clock's, not the processor's: a process that was paused gets a second try.
        if (codeOf(error) !== TIMED_OUT) throw mappingError(error);
        return await compiled.evaluate(record).catch((again) => {
          throw mappingError(again);
        });
      }
    },
  };
}

function parse(text: string): jsonata.Expression {
  try {
    return jsonata(text, { ...LIMITS, RegexEngine: regexEngine });
  } catch (error) {
    const { position, message } = error as jsonata.JsonataError;
    const place = position === undefined ? '' : ` at character ${position}`;
    throw new ExpressionError(`must be a JSONata expression; correct it${place}: ${message}`);
  }
}

/** JSONata puts values of the record into its messages: only its code is safe to show. */
function mappingError(error: unknown): MappingError {
  if (error instanceof MappingError) return error;
  const code = codeOf(error);
  if (TOO_MUCH.has(code) || error instanceof RangeError) return new CutOffError();
  const known = typeof code === 'string' ? ` (JSONata ${code})` : '';
  return new MappingError(`cannot be evaluated for this record${known}; correct the expression`);
}

function codeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
}
