import type { FastifyInstance, FastifyReply } from 'fastify';
import type { DeployedResource } from '../deployment.ts';
import { endpointSettings } from '../endpoint-settings.ts';
import { functionNameOf } from '../resources/function.ts';
import type { LocalStack } from '../stack.ts';
import type { ConsumptionSwitch } from './consumption-switch.ts';

const MAPPINGS = '/2015-03-31/event-source-mappings';

/** The part of Lambda's REST API for the stack's functions and their event source mappings. */
export function addLambdaRoutes(
  app: FastifyInstance,
  stack: Pick<LocalStack, 'identity' | 'resources' | 'target' | 'endpoints'>,
  switchOf: (functionName: string) => ConsumptionSwitch,
): void {
  const ofType = (type: string) =>
    [...stack.resources.values()].filter((resource) => resource.type === type);
  const described = () =>
    ofType('AWS::Lambda::EventSourceMapping').map((mapping) =>
      describe(mapping, stack.identity, switchOf(functionOf(mapping))),
    );
  const mappingOf = (uuid: string) => described().find(({ UUID }) => UUID === uuid);

  app.get<{ Querystring: { EventSourceArn?: string; FunctionName?: string } }>(
    MAPPINGS,
    async ({ query }) => ({
      EventSourceMappings: described().filter(
        ({ EventSourceArn, FunctionArn }) =>
          (query.EventSourceArn ?? EventSourceArn) === EventSourceArn &&
          FunctionArn.endsWith(query.FunctionName ?? ''),
      ),
    }),
  );
  app.get<{ Params: { uuid: string } }>(
    `${MAPPINGS}/:uuid`,
    async ({ params }, reply) => mappingOf(params.uuid) ?? notFound(reply),
  );
  app.put<{ Params: { uuid: string }; Body: { Enabled?: boolean } }>(
    `${MAPPINGS}/:uuid`,
    async ({ params, body }, reply) => {
      const mapping = mappingOf(params.uuid);
      if (mapping === undefined) return notFound(reply);
      const name = functionNameOf(mapping.FunctionArn);
      if (body.Enabled !== undefined) switchOf(name).setEnabled(body.Enabled);
      return reply.code(202).send(mappingOf(params.uuid));
    },
  );
  app.get<{ Params: { name: string } }>(
    '/2015-03-31/functions/:name/configuration',
    async ({ params }, reply) => {
      const found = ofType('AWS::Lambda::Function').find(({ ref }) => ref === params.name);
      return found
        ? configurationOf(found, endpointSettings(stack.target, stack.endpoints))
        : notFound(reply);
    },
  );
}

const functionOf = ({ properties }: DeployedResource) =>
  functionNameOf(String(properties['FunctionName']));

function describe(
  { ref, properties }: DeployedResource,
  { region, accountId }: LocalStack['identity'],
  consumption: ConsumptionSwitch,
) {
  return {
    ...properties,
    UUID: ref,
    EventSourceMappingArn: `arn:aws:lambda:${region}:${accountId}:event-source-mapping:${ref}`,
    EventSourceArn: String(properties['EventSourceArn']),
    FunctionArn: String(properties['FunctionName']),
    State: consumption.state(),
    LastModified: consumption.lastModifiedMs() / 1000,
  };
}

/** @param endpoints settings that add to the template's variables, or replace them */
function configurationOf(
  { ref, attributes, properties }: DeployedResource,
  endpoints: Readonly<Record<string, string>>,
) {
  const { Code, Tags, Environment, ...configuration } = properties;
  return {
    ...configuration,
    Environment: { Variables: { ...Object(Object(Environment).Variables), ...endpoints } },
    FunctionName: ref,
    FunctionArn: attributes['Arn'],
    State: 'Active',
    LastUpdateStatus: 'Successful',
  };
}

function notFound(reply: FastifyReply) {
  return reply
    .code(404)
    .header('x-amzn-errortype', 'ResourceNotFoundException')
    .send({ Type: 'User', Message: 'The local stack has no such resource.' });
}
