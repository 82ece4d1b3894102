import type { FastifyInstance } from 'fastify';

const TAGS = '/2017-03-31/tags/:arn';

/** Lambda's tags, of any resource. They last as long as the control plane. */
export function addTagRoutes(app: FastifyInstance): void {
  const tagsByArn = new Map<string, Readonly<Record<string, string>>>();
  const tagsOf = (arn: string) => tagsByArn.get(arn) ?? {};

  app.get<{ Params: { arn: string } }>(TAGS, async ({ params }) => ({ Tags: tagsOf(params.arn) }));
  app.post<{ Params: { arn: string }; Body: { Tags: Record<string, string> } }>(
    TAGS,
    async ({ params, body }, reply) => {
      tagsByArn.set(params.arn, { ...tagsOf(params.arn), ...body.Tags });
      return reply.code(204).send();
    },
  );
  app.delete<{ Params: { arn: string }; Querystring: { tagKeys?: string | string[] } }>(
    TAGS,
    async ({ params, query }, reply) => {
      const removed = [query.tagKeys ?? []].flat();
      const left = Object.entries(tagsOf(params.arn)).filter(([key]) => !removed.includes(key));
      tagsByArn.set(params.arn, Object.fromEntries(left));
      return reply.code(204).send();
    },
  );
}
