import { writeFile } from 'node:fs/promises';
import { bundleService } from '../service-bundle.ts';
import { BUNDLE_PAGE, pageOfBundle } from './page.ts';

const { metafile } = await bundleService();
await writeFile(BUNDLE_PAGE, pageOfBundle(metafile));
