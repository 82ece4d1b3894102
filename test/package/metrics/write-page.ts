import { writeFile } from 'node:fs/promises';
import { METRICS_PAGE, pageOfMetrics } from './page.ts';

await writeFile(METRICS_PAGE, pageOfMetrics());
