import { writeFile } from 'node:fs/promises';
import { BUNDLE_PAGE, pageOfPackages } from './page.ts';
import { findShippedPackages } from './shipped-packages.ts';

await writeFile(BUNDLE_PAGE, pageOfPackages(await findShippedPackages()));
