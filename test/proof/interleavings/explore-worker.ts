import { parentPort, workerData } from 'node:worker_threads';
import { explore } from './explore.ts';
import { scenarioNamed } from './scenarios.ts';

const { name, faults } = workerData as { name: string; faults: number };
const exploration = await explore(scenarioNamed(name), {
  faults,
  onProgress: (situations) => parentPort?.postMessage({ situations }),
});
parentPort?.postMessage({ exploration });
