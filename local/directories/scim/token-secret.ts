import { json } from 'node:stream/consumers';
import type { RequestHandler } from 'express';

/** GetSecretValue of Secrets Manager, by AWS JSON 1.1: whatever secret is asked for is the token. */
export function answerSecret(token: () => string): RequestHandler {
  return async (request, response) => {
    const operation = request.headers['x-amz-target'];
    response.type('application/x-amz-json-1.1');
    if (operation !== 'secretsmanager.GetSecretValue') {
      response.status(400).send(JSON.stringify({ __type: 'UnknownOperationException' }));
      return;
    }
    const { SecretId } = (await json(request)) as { readonly SecretId: string };
    response.send(JSON.stringify({ ARN: SecretId, SecretString: token() }));
  };
}
