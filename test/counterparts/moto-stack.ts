// The packaged service on moto_server: its CloudFormation, SQS and DynamoDB, our Lambda and FinSpace.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SQSClient } from '@aws-sdk/client-sqs';
import {
  type FinspaceDouble,
  startFinspaceDouble,
} from '../../local/directories/finspace/server.ts';
import { createEventSourceMapping } from '../../local/emulators/event-source-mapping/mapping.ts';
import { createLocalFunction } from '../../local/emulators/lambda/function.ts';
import { unpack } from '../../local/emulators/lambda/unpack.ts';
import { endpointSettings } from '../../local/stack/endpoint-settings.ts';
import { credentials } from '../support/directories/finspace-client.ts';
import { type ObservedStack, observeStack } from '../support/stack/observed-stack.ts';
import { deployOnMoto, type MotoDeployment } from './moto-deployment.ts';
import type { ServerProcess } from './server-process.ts';

export interface MotoStack extends Omit<ObservedStack, 'close'> {
  readonly deployment: MotoDeployment;
  readonly directory: FinspaceDouble;
  stop(): Promise<void>;
}

/** @param server ends with the stack: nothing else ends its long polls */
export async function startMotoStack(server: ServerProcess): Promise<MotoStack> {
  const directory = await startFinspaceDouble();
  const codeDir = await mkdtemp(join(tmpdir(), 'joiner-on-moto-'));
  const deployment = await deployOnMoto(server.endpoint);
  await unpack(deployment.archivePath, codeDir);

  const { region, definition, mapping } = deployment;
  const endpoints = {
    sqs: server.endpoint,
    dynamodb: server.endpoint,
    s3: server.endpoint,
    kms: server.endpoint,
  };
  const onLog = () => {};
  const provisionUser = createLocalFunction({
    definition: { ...definition, codeDir },
    endpoints: endpointSettings('finspace', { ...endpoints, directory: directory.endpoint }),
    onLog,
  });
  const sqs = new SQSClient({ endpoint: server.endpoint, region, credentials, maxAttempts: 1 });
  const consumption = createEventSourceMapping({
    definition: mapping,
    sqs,
    onLog,
    // They end with the server.
    endLongPolls: () => {},
    invoke: provisionUser.invoke,
  });
  const { close, ...observed } = observeStack({ ...deployment, endpoints });
  consumption.start();

  return {
    ...observed,
    deployment,
    directory,
    async stop() {
      const paused = consumption.pause();
      await server.stop();
      await paused;
      await provisionUser.stop();
      await directory.stop();
      sqs.destroy();
      close();
      await rm(codeDir, { recursive: true });
    },
  };
}
