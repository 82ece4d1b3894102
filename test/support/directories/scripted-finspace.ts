import type { FinspaceDataClient } from '../../../src/targets/finspace/client/finspace-data-client.ts';
import { type RecordingServer, startRecordingServer } from '../http/recording-server.ts';
import { createTestClient } from './finspace-client.ts';

/** A FinSpace whose responses are scripted, and a client of it that does not retry. */
export interface ScriptedFinspace extends RecordingServer {
  readonly client: FinspaceDataClient;
}

export async function startScriptedFinspace(): Promise<ScriptedFinspace> {
  const server = await startRecordingServer();
  const client = createTestClient(server.endpoint, {}, 1);
  return {
    ...server,
    client,
    async stop() {
      client.destroy();
      await server.stop();
    },
  };
}
