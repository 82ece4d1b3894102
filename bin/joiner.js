#!/usr/bin/env node
// Joiner runs on Node 24 or later. An older Node starts this file again, on the Node 24 that npm installs with it.
import { spawn } from 'node:child_process';
import { lstatSync, mkdirSync } from 'node:fs';
import module from 'node:module';
import { constants, homedir } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const OLDEST_NODE = 24;

if (Number.parseInt(process.versions.node, 10) >= OLDEST_NODE) await runHere();
else runOnPackagedNode();

async function runHere() {
  const folder = cacheFolder();
  // Compiling takes a third of a start.
  if (folder) module.enableCompileCache(folder);
  // Node runs TypeScript as it is, but not in node_modules: a package brings the commands built.
  const isInstalled = import.meta.url.includes('/node_modules/');
  await import(isInstalled ? '../dist/joiner.js' : '../src/operator/cli/joiner.ts');
}

/**
 * A folder for compiled code that no one else can write in, else undefined: what is in it runs as this user. Node's
 * own choice is in the temporary directory, under a name that another user can take first.
 */
function cacheFolder() {
  const { XDG_CACHE_HOME: given = '' } = process.env;
  const folder = join(isAbsolute(given) ? given : join(homedir(), '.cache'), 'joiner');
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    return isOwn(folder, 0o077) && isOwn(dirname(folder), 0o022) ? folder : undefined;
  } catch {
    return undefined;
  }
}

/** Whether it is a folder of this user, and not a link to one, without the permissions of the mask. */
function isOwn(path, mask) {
  const status = lstatSync(path);
  // Windows has neither.
  if (!process.getuid) return status.isDirectory();
  return status.isDirectory() && status.uid === process.getuid() && (status.mode & mask) === 0;
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

/** The path of the Node that npm installed for this platform; undefined if there is none. */
function packagedNode() {
  const { resolve } = module.createRequire(import.meta.url);
  for (const name of ['node', 'node-bin']) {
    try {
      return resolve(`${name}-${process.platform}-${process.arch}/bin/node`);
    } catch {
      // This package is for other platforms, or was not installed.
    }
  }
  return undefined;
}
