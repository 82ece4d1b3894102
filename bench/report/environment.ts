import { readFile } from 'node:fs/promises';
import { arch, availableParallelism, cpus, totalmem, type } from 'node:os';

/** A short description of the machine, without its host name. */
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

/** The versions of Node.js and of the contenders' packages, which package.json pins exactly. */
export async function versions(): Promise<string> {
  const manifest = await readFile(new URL('../../package.json', import.meta.url), 'utf8');
  const { dependencies, devDependencies } = JSON.parse(manifest);
  const pinned: Readonly<Record<string, string>> = { ...dependencies, ...devDependencies };
  const packages = NAMED.map((name) => `${name} ${pinned[name]}`);
  return [`Node.js ${process.versions.node}`, ...packages].join(', ');
}
