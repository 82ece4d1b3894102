#!/usr/bin/env node
// The command in a clone: it runs from its sources, on Node 24 or later. An older Node starts this file again, on the
// Node 24 that npm installs. The command that operators install starts in installed.js.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';
import { enableCompileCache } from './compile-cache.js';

const OLDEST_NODE = 24;

if (Number.parseInt(process.versions.node, 10) >= OLDEST_NODE) await runHere();
else runOnPackagedNode();

async function runHere() {
  enableCompileCache();
  await import('../src/operator/cli/joiner.ts');
}

function runOnPackagedNode() {
  const node = packagedNode();
  if (!node) {
    const { node: version } = process.versions;
    console.error(
      `joiner needs Node ${OLDEST_NODE}, and this is Node ${version}: install it, or run npm ci --include=optional.`,
    );
    process.exitCode = 1;
    return;
  }
  const file = fileURLToPath(import.meta.url);
  const child = spawn(node, [file, ...process.argv.slice(2)], { stdio: 'inherit' });
  // The command ends in its own way. This process outlives it, and passes its exit code on.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
    process.on(signal, () => child.kill(signal));
  child.on('exit', (exitCode, signal) => {
    process.exitCode = exitCode ?? 128 + constants.signals[signal];
  });
}

/**
 * The path of the Node that npm installed for this platform; undefined if there is none. Only in this clone: Node's own
 * search also looks into the folders above it, which may be of others.
 */
function packagedNode() {
  return ['node', 'node-bin']
    .map((name) => `../node_modules/${name}-${process.platform}-${process.arch}/bin/node`)
    .map((path) => fileURLToPath(new URL(path, import.meta.url)))
    .find((path) => existsSync(path));
}
