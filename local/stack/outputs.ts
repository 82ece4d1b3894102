import * as v from 'valibot';
import {
  type StackOutputs as Outputs,
  stackOutputs,
} from '../../src/operator/stack/stack-outputs.ts';
import { type Json, TemplateError } from '../template/template.ts';

/** The outputs of the stack, by which other programs find its resources. */
export type StackOutputs = Outputs;

/** @throws TemplateError when outputs are missing; the message lists all of them */
export function readOutputs(evaluated: Readonly<Record<string, Json>>): StackOutputs {
  const read = v.safeParse(stackOutputs, evaluated);
  if (read.success) return read.output;
  throw new TemplateError(`The template lacks outputs of the stack: ${v.summarize(read.issues)}`);
}
