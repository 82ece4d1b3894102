import type { FinspaceDataClient } from '../../../src/targets/finspace/client/finspace-data-client.ts';
import { type RecordingServer, startRecordingServer } from '../http/recording-server.ts';
import { createTestClient } from './finspace-client.ts';

/** FinSpace by hand: what it answers is scripted, and `client` sees each answer as it is. */
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
