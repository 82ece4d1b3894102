import { ALLOWED_FUNCTIONS, BOUNDED, GROWING_FUNCTIONS } from './functions.ts';
import { compilePattern } from './linear-regex.ts';

/** A node of JSONata's syntax tree, as far as it is read here. */
interface Node {
  readonly type: string;
  readonly value?: unknown;
  arguments?: readonly Node[];
  readonly procedure?: Node;
  readonly [part: string]: unknown;
}

const LEAVES: ReadonlySet<string> = new Set(['name', 'string', 'number', 'value']);
const INNER: ReadonlySet<string> = new Set(['path', 'block', 'condition', 'filter']);
const OPERATORS: ReadonlySet<unknown> = new Set([
  '=',
  '!=',
  '<',
  '<=',
  '>',
  '>=',
  'and',
  'or',
  'in',
  '&',
  '+',
  '-',
  '*',
  '/',
  '%',
]);
const LITERALS: ReadonlySet<string> = new Set(['string', 'number', 'regex']);
/** Keys of a node that hold nothing to evaluate. */
const DATA_KEYS: ReadonlySet<string> = new Set(['type', 'value', 'position', 'keepArray']);

/**
 * Why an expression may not run; undefined where it may. An allow-list of the syntax and of the functions: no
 * lambda, so no recursion, and nothing that is the same record's but not its content, such as the time.
 */
export function refuseExpression(tree: unknown): string | undefined {
  return refuse(tree as Node);
}

function refuse(node: Node): string | undefined {
  const reason = refuseNode(node);
  if (reason !== undefined) return reason;
  for (const child of childrenOf(node)) {
    const inner = refuse(child);
    if (inner !== undefined) return inner;
  }
  return undefined;
}

function refuseNode(node: Node): string | undefined {
  const { type, value } = node;
  if (LEAVES.has(type) || INNER.has(type)) return undefined;
  // $ and $$ are the record, or a part of it.
  if (type === 'variable')
    return value === '' || value === '$' ? undefined : notAllowed(`$${value}`);
  if (type === 'binary') return OPERATORS.has(value) ? undefined : notAllowed(String(value));
  if (type === 'unary') return value === '[' || value === '-' ? undefined : notAllowed('{}');
  if (type === 'regex') return refusePattern(value as RegExp);
  if (type === 'function') return refuseCall(node);
  return notAllowed(type);
}

function refuseCall({ procedure, arguments: given = [] }: Node): string | undefined {
  const name = procedure?.type === 'variable' ? String(procedure.value) : '';
  if (!ALLOWED_FUNCTIONS.has(name)) {
    const known = [...ALLOWED_FUNCTIONS].toSorted().map((one) => `$${one}`);
    return `calls ${name === '' ? 'what is no function' : `$${name}`}, which is not allowed; call one of ${known.join(', ')}`;
  }
  const needed = GROWING_FUNCTIONS.get(name);
  if (needed === undefined) return undefined;
  if (given.length < needed)
    return `calls $${name} with fewer than ${needed} arguments; give it the text as the first`;
  if (given.slice(1).every((argument) => LITERALS.has(argument.type))) return undefined;
  return `calls $${name} with more than one value of the record; write the others as literals`;
}

/** Puts `bounded` around what each growing function and each `&` is given, in place. The tree must be one that is not refused. */
export function boundInputs(tree: unknown): void {
  bound(tree as Node);
}

function bound(node: Node): void {
  for (const child of childrenOf(node)) bound(child);
  const { type, value, lhs, rhs } = node;
  // In a path, its result is given to the next one: each doubles the text.
  if (type === 'binary' && value === '&')
    Object.assign(node, { lhs: inBounds(lhs as Node), rhs: inBounds(rhs as Node) });
  const [first, ...others] = node.arguments ?? [];
  if (first === undefined || !GROWING_FUNCTIONS.has(String(node.procedure?.value))) return;
  node.arguments = [inBounds(first), ...others];
}

function inBounds(argument: Node): Node {
  const procedure = { type: 'variable', value: BOUNDED };
  return { type: 'function', value: '(', procedure, arguments: [argument] };
}

function refusePattern(pattern: RegExp): string | undefined {
  try {
    compilePattern(pattern);
    return undefined;
  } catch {
    return 'has a pattern that cannot run in linear time; leave out look-around, back-references and long repetitions';
  }
}

function notAllowed(what: string): string {
  return `has ${what}, which is not allowed; write paths, conditions, comparisons and calls of functions`;
}

/** The nodes in a node; the name of a called function is none. */
function childrenOf(node: Node): readonly Node[] {
  return Object.entries(node).flatMap(([key, part]) =>
    DATA_KEYS.has(key) || key === 'procedure' ? [] : nodesIn(part),
  );
}

function nodesIn(part: unknown): readonly Node[] {
  if (Array.isArray(part)) return part.flatMap(nodesIn);
  if (typeof part !== 'object' || part === null) return [];
  return [part as Node];
}
