import { z } from 'zod';
import { type Json, TemplateError } from './template/template.ts';

const outputs = z.object({
  NewHireQueueUrl: z.string(),
  DeadLetterQueueUrl: z.string(),
  RejectedQueueUrl: z.string(),
  CompletionQueueUrl: z.string(),
  UsersTableName: z.string(),
  ProvisionFunctionName: z.string(),
});

/** The outputs of the stack, which other programs find it by. */
export type StackOutputs = Readonly<z.output<typeof outputs>>;

/** Throws a TemplateError that names every output which the template does not have. */
export function readOutputs(evaluated: Readonly<Record<string, Json>>): StackOutputs {
  const { success, data, error } = outputs.safeParse(evaluated);
  if (success) return data;
  throw new TemplateError(`The template's outputs are not the stack's: ${z.prettifyError(error)}`);
}
