/**
 * `npm run dashboard`: draws the dashboard of the packaged template from a run on the local stack, into
 * docs/generated/dashboard.svg: 300 hires of which 20 are bad, while the directory throttles, fails and recovers.
 */
import { writeFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { DEFAULT_TARGET } from '../../local/directories/directories.ts';
import { localCredentials } from '../../local/emulators/lambda/environment.ts';
import { packageService } from '../../local/stack/packaging.ts';
import { type LocalStack, startLocalStack } from '../../local/stack/stack.ts';
import { startInterceptingProxy } from '../../test/support/http/intercepting-proxy.ts';
import { drawDashboard } from './draw.ts';
import { createMetricsRecorder } from './metrics-recorder.ts';
import { readDashboard } from './read-dashboard.ts';

const HIRES = 300;
const SECONDS = 60;
const PERIOD_MS = 2_000;
const page = new URL('../../docs/generated/dashboard.svg', import.meta.url);

await packageService(DEFAULT_TARGET, new AbortController().signal);
const recorder = createMetricsRecorder();
const proxy = await startInterceptingProxy();
const stack = await startLocalStack({
  onLog: recorder.log,
  onInvocation: recorder.invocation,
  interceptEndpoint: proxy.intercept,
});
const { outputs, endpoints, environment, resources, directory } = stack;
proxy.onCall((call, phase) => {
  if (phase === 'before') recorder.call(call, outputs.UsersTableName);
});
const sqs = new SQSClient({
  endpoint: endpoints.sqs,
  region: environment['AWS_REGION'] ?? '',
  credentials: localCredentials,
});

const startMs = Date.now();
await send();
const faultsDone = injectFaults(stack);
for (let second = 0; second < SECONDS; second += 1) {
  await sample();
  await delay(startMs + (second + 1) * 1000 - Date.now());
}
await faultsDone;
const body = String(resources.get('Dashboard')?.properties['DashboardBody']);
const periods = { startMs, periodMs: PERIOD_MS, periods: (SECONDS * 1000) / PERIOD_MS };
await writeFile(
  page,
  `${drawDashboard(readDashboard(body), { points: recorder.points, periods })}\n`,
);
sqs.destroy();
await stack.stop();
await proxy.stop();

/** Slows down, throttles and fails the directory while hires are processed. */
async function injectFaults({ directory: { faults } }: LocalStack): Promise<void> {
  faults.always('CreateUser', { kind: 'latency', ms: 400 });
  await delay(6_000);
  faults.always('CreateUser', { kind: 'throttle' });
  await delay(3_000);
  faults.always('CreateUser', { kind: 'unavailable' });
  await delay(3_000);
  faults.clear();
}

async function sample(): Promise<void> {
  recorder.concurrency(outputs.ProvisionFunctionName, stack.functions.processes());
  const { NewHireQueueUrl, DeadLetterQueueUrl, RejectedQueueUrl, CompletionQueueUrl } = outputs;
  for (const url of [NewHireQueueUrl, DeadLetterQueueUrl, RejectedQueueUrl, CompletionQueueUrl])
    await recorder.queue(sqs, url, startMs);
}

async function send(): Promise<void> {
  for (let first = 0; first < 20; first += 1)
    directory.addUser({
      emailAddress: `joiner.${first * 15 + 7}@example.com`,
      createTime: startMs - 86_400_000,
    });
  const bodies = Array.from({ length: HIRES }, (_, index) => bodyOf(index));
  for (let sent = 0; sent < HIRES; sent += 10) {
    const Entries = bodies
      .slice(sent, sent + 10)
      .map((MessageBody, index) => ({ Id: String(index), MessageBody }));
    await sqs.send(new SendMessageBatchCommand({ QueueUrl: outputs.NewHireQueueUrl, Entries }));
  }
}

/** Every fifteenth hire is invalid, in one of three ways. */
function bodyOf(index: number): string {
  const hire = { requestId: `hr-${index}`, emailAddress: `joiner.${index}@example.com` };
  if (index % 15 !== 0) return JSON.stringify(hire);
  const bad = ['{"cut": ', JSON.stringify({ ...hire, type: 'SUPER_USER' }), JSON.stringify({})];
  return bad[(index / 15) % bad.length] ?? '';
}
