#!/usr/bin/env -S node --disable-warning=ExperimentalWarning
import { enableCompileCache } from 'node:module';

enableCompileCache();
// Node runs TypeScript as it is, but not in node_modules: a package brings the commands built.
const isInstalled = import.meta.url.includes('/node_modules/');
await import(isInstalled ? '../dist/joiner.js' : '../src/operator/cli/joiner.ts');
