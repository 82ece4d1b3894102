import { writeFile } from 'node:fs/promises';
import { pageOfRules, RULES_PAGE } from './page.ts';

await writeFile(RULES_PAGE, pageOfRules());
