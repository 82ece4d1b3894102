import { GetFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import { PseudonymKeyError } from '../../aws/derive-secret.ts';
import { readIntakeDigests, type Stack } from '../stack/stack.ts';
import { type Finding, ok, problem, REDEPLOY } from './finding.ts';

/** Whether the intake signs with the stack's key for it, and whether that key can be used. */
export async function checkIntakeKey(stack: Stack): Promise<readonly Finding[]> {
  const check = 'intake-key';
  const { IntakeFunctionName: FunctionName, IntakeKeyArn } = stack.outputs;
  if (FunctionName === undefined || IntakeKeyArn === undefined) return [];
  const { Environment } = await stack.clients.lambda.send(
    new GetFunctionConfigurationCommand({ FunctionName }),
  );
  if (Environment?.Variables?.['PSEUDONYM_KEY_ARN'] !== IntakeKeyArn)
    return [problem(check, 'the intake uses another key than that of the stack', REDEPLOY)];
  try {
    await readIntakeDigests(stack);
  } catch (error) {
    if (!(error instanceof PseudonymKeyError)) throw error;
    return [problem(check, error.message, 'docs/deploying.md#operators: attach intake.json.')];
  }
  return [ok(check, 'is the one that the intake uses, and gives its secret')];
}
