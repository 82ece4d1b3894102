import type { AddressInfo } from 'node:net';
import fastify from 'fastify';
import type { LocalStack } from '../stack.ts';
import { createConsumptionSwitch } from './consumption-switch.ts';
import { addLambdaRoutes } from './lambda-routes.ts';
import { answerQuery } from './query-actions.ts';

export interface ControlPlane {
  readonly endpoint: string;
  /** The SDK's own settings that point its clients at it. */
  readonly environment: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

/**
 * What AWS tells about a stack, and the emulators do not: CloudFormation's DescribeStacks, STS's
 * GetCallerIdentity, and of Lambda the function's configuration and its event source mapping, with
 * which consumption is stopped and started. Any credentials are accepted.
 * Besides, `PUT /local/directory/down` has the directory answer nothing but 503, until `.../up`.
 */
export async function startControlPlane(stack: LocalStack, port = 0): Promise<ControlPlane> {
  const app = fastify({
    forceCloseConnections: true,
    routerOptions: { ignoreTrailingSlash: true },
  });
  // Lambda's clients send JSON; CloudFormation's and STS's a form.
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    (_, body, done) => done(null, new URLSearchParams(String(body))),
  );
  app.post('/', async (request, reply) => {
    const { status, body } = answerQuery(request.body as URLSearchParams, stack);
    return reply.code(status).type('text/xml').send(body);
  });
  addLambdaRoutes(app, stack, createConsumptionSwitch(stack.consumption));

  app.put<{ Params: { state: 'down' | 'up' } }>(
    '/local/directory/:state',
    { schema: { params: { type: 'object', properties: { state: { enum: ['down', 'up'] } } } } },
    async ({ params }, reply) => {
      stack.directory.faults.clear();
      if (params.state === 'down') stack.directory.faults.always('*', { kind: 'unavailable' });
      return reply.code(204).send();
    },
  );

  await app.listen({ host: '127.0.0.1', port });
  const address = app.server.address() as AddressInfo;
  const endpoint = `http://127.0.0.1:${address.port}`;
  return {
    endpoint,
    environment: {
      AWS_ENDPOINT_URL_CLOUDFORMATION: endpoint,
      AWS_ENDPOINT_URL_LAMBDA: endpoint,
      AWS_ENDPOINT_URL_STS: endpoint,
    },
    stop: () => app.close(),
  };
}
