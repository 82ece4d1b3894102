import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { withoutLog } from '../aws-clients.ts';

/** @throws the client's error when the call fails */
export async function readParameter(
  arn: string,
  settings: { readonly region: string },
  abortSignal: AbortSignal,
): Promise<string> {
  const client = withoutLog(new SSMClient(settings));
  try {
    const command = new GetParameterCommand({ Name: arn, WithDecryption: true });
    const { Parameter } = await client.send(command, { abortSignal });
    return Parameter?.Value ?? '';
  } finally {
    client.destroy();
  }
}
