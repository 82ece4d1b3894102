import { json } from 'node:stream/consumers';
import type { RequestHandler } from 'express';

/** Secrets Manager's GetSecretValue in AWS JSON 1.1. Every secret id returns the token. */
export function serveTokenSecret(token: () => string): RequestHandler {
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
