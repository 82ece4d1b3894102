import { z } from 'zod';
import {
  type StackOutputs as Outputs,
  stackOutputs,
} from '../../src/operator/stack/stack-outputs.ts';
import { type Json, TemplateError } from '../template/template.ts';

/** The outputs of the stack, which other programs find it by. */
export type StackOutputs = Outputs;

/** Throws a TemplateError that names every output which the template does not have. */
export function readOutputs(evaluated: Readonly<Record<string, Json>>): StackOutputs {
  const { success, data, error } = stackOutputs.safeParse(evaluated);
  if (success) return data;
  throw new TemplateError(`The template's outputs are not the stack's: ${z.prettifyError(error)}`);
}
