import type { AddressInfo } from 'node:net';
import fastify from 'fastify';
import { refuseForeignRequests } from '../../refuse-foreign-requests.ts';
import type { LocalStack } from '../stack.ts';
import { createConsumptionSwitch } from './consumption-switch.ts';
import { addLambdaRoutes } from './lambda-routes.ts';
import { handleQuery } from './query-actions.ts';
import { addTagRoutes } from './tag-routes.ts';

export interface ControlPlane {
  readonly endpoint: string;
  /** The SDK's settings that point its clients at this endpoint. */
  readonly environment: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

/**
 * Serves the AWS APIs about a stack that the emulators do not: CloudFormation's DescribeStacks, STS's
 * GetCallerIdentity, and Lambda's function configuration, tags and event source mapping, which starts and
 * stops consumption. It accepts any credentials. `PUT /local/directory/down` makes the directory return 503 for
 * every call, until `PUT /local/directory/up`.
 */
export async function startControlPlane(stack: LocalStack, port = 0): Promise<ControlPlane> {
  const app = fastify({
    forceCloseConnections: true,
    // The ARN of a resource is one parameter of a path.
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 2048 },
  });
  // Lambda's clients send JSON, those of CloudFormation and STS send forms.
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    (_, body, done) => done(null, new URLSearchParams(String(body))),
  );
  app.post('/', async (request, reply) => {
    const { status, body } = handleQuery(request.body as URLSearchParams, stack);
    return reply.code(status).type('text/xml').send(body);
  });
  const ofHires = createConsumptionSwitch(stack.consumption);
  const ofIntake = createConsumptionSwitch(stack.intake);
  const { ProvisionFunctionName } = stack.outputs;
  addLambdaRoutes(app, stack, (name) => (name === ProvisionFunctionName ? ofHires : ofIntake));
  addTagRoutes(app);

  app.put<{ Params: { state: 'down' | 'up' } }>(
    '/local/directory/:state',
    { schema: { params: { type: 'object', properties: { state: { enum: ['down', 'up'] } } } } },
    async ({ params }, reply) => {
      stack.directory.faults.clear();
      if (params.state === 'down') stack.directory.faults.always('*', { kind: 'unavailable' });
      return reply.code(204).send();
    },
  );

  refuseForeignRequests(app.server);
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
