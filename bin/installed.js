#!/usr/bin/env node
// The command that operators install (release/command-line): one bundle, for Node 20 and later.
import { enableCompileCache } from './compile-cache.js';
import { prepareOlderNode } from './older-node.js';

const { node } = process.versions;

// Set by the bundle. Older ones of Node 20 print colours into files, and have no hash of a text in one call.
if (isAtLeast(node, OLDEST_NODE)) {
  void start();
} else {
  console.error(`joiner needs Node ${OLDEST_NODE} or later, and this is Node ${node}: install it.`);
  process.exitCode = 1;
}

async function start() {
  enableCompileCache();
  await prepareOlderNode();
  await import('../src/operator/cli/joiner.ts');
}

function isAtLeast(version, oldest) {
  const [major, minor] = version.split('.').map(Number);
  const [oldestMajor, oldestMinor] = oldest.split('.').map(Number);
  return major > oldestMajor || (major === oldestMajor && minor >= oldestMinor);
}
