import { readFile } from 'node:fs/promises';
import { arch, availableParallelism, cpus, totalmem, type } from 'node:os';

/** The machine in a few words, without its name. */
export function machine(): string {
  const model = cpus()[0]?.model.trim() || 'unknown processor';
  const memoryGb = (totalmem() / 2 ** 30).toFixed(0);
  return `${availableParallelism()} cores of ${model}, ${memoryGb} GB, ${type()} ${arch()}`;
}

const NAMED = [
  '@aws-sdk/client-dynamodb',
  '@aws-sdk/client-sqs',
  '@aws-lambda-powertools/batch',
  '@aws-lambda-powertools/idempotency',
  'esbuild',
];

/** Node.js, and the packages that the contenders are made of; package.json pins them exactly. */
export async function versions(): Promise<string> {
  const manifest = await readFile(new URL('../../package.json', import.meta.url), 'utf8');
  const { dependencies, devDependencies } = JSON.parse(manifest);
  const pinned: Readonly<Record<string, string>> = { ...dependencies, ...devDependencies };
  const packages = NAMED.map((name) => `${name} ${pinned[name]}`);
  return [`Node.js ${process.versions.node}`, ...packages].join(', ');
}
