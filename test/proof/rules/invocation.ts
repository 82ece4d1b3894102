import type { Rule } from './rule.ts';

/** The order of the messages in a batch, and what an invocation may begin and leave behind. */
export const INVOCATION_RULES: readonly Rule[] = [
  {
    rule: 'a record that is not in flight is not processed',
    without: {
      file: 'sqs/process-batch.ts',
      from: 'isolatePoison(inFlight.confirmed)',
      to: 'isolatePoison(event.Records)',
    },
    noticedBy: {
      file: 'sqs/process-batch.test.ts',
      test: 'is returned, counted, and does nothing',
    },
  },
  {
    rule: 'a record that the queue does not confirm is never deferred',
    without: {
      file: 'sqs/process-batch.ts',
      from: 'isolatePoison(inFlight.confirmed)',
      to: 'isolatePoison([...inFlight.confirmed, ...inFlight.unknown])',
    },
    noticedBy: {
      file: 'sqs/process-batch.test.ts',
      test: 'is not set aside, however long it says that it has waited',
    },
  },
  {
    rule: 'only a receipt that is refused shows that a record is not in flight',
    without: {
      file: 'aws/confirm-in-flight.ts',
      from: 'receipt && REFUSALS.includes(plainCode(Code))',
      to: 'receipt && plainCode(Code)',
    },
    noticedBy: {
      file: 'runtime/confirm-in-flight.test.ts',
      test: 'refuses nothing, where it fails for one message',
    },
  },
  {
    rule: 'an account with elevated rights is counted before it is stored',
    without: {
      file: 'sqs/process-batch.ts',
      from: "metrics.count('CreatedElevated');\n  await writeMetrics(deps);",
      to: "metrics.count('CreatedElevated');",
    },
    noticedBy: {
      file: 'sqs/count-result.test.ts',
      test: 'an account with elevated rights is counted before it is stored, so that no kill leaves it uncounted',
    },
  },
  {
    rule: 'one person’s messages of a batch run in order',
    without: {
      file: 'provisioning/provision-batch.ts',
      from: 'for (const hire of hires) {\n    const result = await provision(hire, deps);',
      to: 'const begun = hires.map((hire) => provision(hire, deps));\n  for (const [index, hire] of hires.entries()) {\n    const result = await (begun[index] as Promise<HireResult>);',
    },
    noticedBy: {
      file: 'provisioning/provision-batch.test.ts',
      test: 'the messages of one person run in order, each judged by what its predecessor left',
    },
  },
  {
    rule: 'the same message id twice in a batch is processed once',
    without: {
      file: 'provisioning/provision-batch.ts',
      from: '[...byMessageId.values()].map(',
      to: 'messages.map(',
    },
    noticedBy: {
      file: 'provisioning/provision-batch.test.ts',
      test: 'a message that is twice in a batch is processed once and both get its result',
    },
  },
  {
    rule: 'a hire is claimed only while a call of the directory can follow',
    without: {
      file: 'provisioning/context.ts',
      from: 'await target.untilTurn?.(signal);\n      signal.throwIfAborted();',
      to: 'await target.untilTurn?.(signal);',
    },
    noticedBy: {
      file: 'sqs/process-batch.test.ts',
      test: 'a hire whose turn does not come leaves no trace, and is retried soon',
    },
  },
  {
    rule: 'no call begins once the time is over: neither the engine nor any client lets it',
    noticedBy: { file: 'aws/users-table.test.ts', test: 'an aborted signal stops a call' },
  },
  {
    rule: 'no connection to a directory outlasts an invocation',
    without: {
      file: 'sqs/process-batch.ts',
      from: 'await deps.target.endInvocation?.();',
      to: '',
    },
    noticedBy: {
      file: 'sqs/end-invocation.test.ts',
      test: 'the end of an invocation reaches the directory once its work has ended',
    },
  },
  {
    rule: 'nothing runs after the function has returned',
    noticedBy: {
      file: 'sqs/process-batch.test.ts',
      test: 'nothing runs after the function has returned',
    },
  },
];
