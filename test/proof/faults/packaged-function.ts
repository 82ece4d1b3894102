import { receiptsOf } from '../../../local/emulators/event-source-mapping/receipts.ts';
import { packageDirOf } from '../../../local/stack/packaging.ts';
import { auditOfStack } from '../../../src/operator/audit/audit-of-stack.ts';
import { readDigests } from '../../../src/operator/stack/stack.ts';
import type { BodyTaker } from '../../support/bodies/try-bodies.ts';
import { recordOf } from '../../support/engine/engine-harness.ts';
import { startOperatedStack } from '../../support/operator/operated-stack.ts';
import { until } from '../../support/time/until.ts';
import { type Auditor, createAuditor } from '../../support/trials/auditor.ts';

interface PackagedFunction extends BodyTaker, Pick<Auditor, 'audit'> {
  stop(): Promise<void>;
}

/** The function as packaged for this target. It gets messages that its queue would not take. */
export async function startPackagedFunction(target: string): Promise<PackagedFunction> {
  const { stack, log, operated, ...service } = await startOperatedStack({
    consume: false,
    packageDir: packageDirOf(target),
  });
  const { directory, functions, outputs } = stack;
  const newHireQueueArn = String(stack.resources.get('NewHireQueue')?.attributes['Arn']);

  const { pseudonymOf } = await readDigests(operated);
  const { audit } = createAuditor((await auditOfStack(operated)).deps);

  return {
    pseudonymOf,
    audit,
    directory,
    events: service.events,
    rejected: service.rejected,
    stop: service.stop,
    async deliver(messages) {
      const from = log.length;
      const receipts = await receiptsOf(service.sqs, outputs.NewHireQueueUrl, messages.length);
      const Records = messages.map((message, index) =>
        recordOf(
          { ...message, receiptHandle: receipts[index], eventSourceArn: newHireQueueArn },
          Date.now(),
        ),
      );
      const result = await functions.invoke(outputs.ProvisionFunctionName, { Records });
      if (result.kind === 'failed') throw new Error(result.error.errorType);
      // The log arrives on another way than the response.
      const lines = await until(
        () => log.slice(from),
        (written) => written.filter(isOutcome).length >= messages.length,
      );
      const { batchItemFailures } = Object(result.payload);
      return { log: lines, again: batchItemFailures };
    },
    async record(emailAddress) {
      const user = directory.users().find((one) => one.emailAddress === emailAddress);
      const records = await service.records();
      const record = records.find(({ userId }) => user && userId?.S === user.userId);
      return record && { state: record['state']?.S };
    },
  };
}

function isOutcome(line: string): boolean {
  return /"message":"(provisioned|rejected|retry later)"/.test(line);
}
