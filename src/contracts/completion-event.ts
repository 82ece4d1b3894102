import * as z from 'zod/mini';

const provisionedData = z.object({
  requestId: z.string(),
  employeeId: z.optional(z.string()),
  emailAddress: z.string(),
  userId: z.string(),
  target: z.string(),
  outcome: z.enum(['created', 'recovered', 'existing', 'duplicate']),
  differs: z.optional(z.literal(true)),
});

const setAsideData = z.object({
  requestId: z.optional(z.string()),
  employeeId: z.optional(z.string()),
  reason: z.object({ code: z.string(), message: z.string() }),
});

const envelope = {
  specversion: z.literal('1.0'),
  id: z.string(),
  source: z.string(),
  time: z.iso.datetime(),
  datacontenttype: z.literal('application/json'),
};

const completionEvent = z.discriminatedUnion('type', [
  z.object({ ...envelope, type: z.literal('joiner.user.provisioned.v1'), data: provisionedData }),
  z.object({ ...envelope, type: z.literal('joiner.user.rejected.v1'), data: setAsideData }),
  z.object({ ...envelope, type: z.literal('joiner.user.deferred.v1'), data: setAsideData }),
]);

export type CompletionEvent = z.infer<typeof completionEvent>;
