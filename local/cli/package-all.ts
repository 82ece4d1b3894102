import { TARGETS } from '../directories/directories.ts';
import { packageDirOf, packageService } from '../stack/packaging.ts';

// Each into its own folder; the tests need all of them.
const { signal } = new AbortController();
await Promise.all(TARGETS.map((target) => packageService(target, signal)));
for (const target of TARGETS) console.log(`${target}: ${packageDirOf(target)}`);
