import { TARGETS } from '../directories/directories.ts';
import { startFramework } from '../stack/framework.ts';
import { packageDirOf, packageService } from '../stack/packaging.ts';

// Each into its own folder; the tests need all of them.
const { signal } = new AbortController();
const framework = startFramework();
for (const target of TARGETS) await packageService(target, signal, framework.packageIn);
framework.stop();
for (const target of TARGETS) console.log(`${target}: ${packageDirOf(target)}`);
