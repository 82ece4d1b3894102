import { writeFile } from 'node:fs/promises';
import { TARGETS } from '../../local/directories/directories.ts';
import { pageOfParameters } from './parameters-page.ts';
import { templateWithoutCode } from './write-templates.ts';

const templates = TARGETS.map(
  async (target) => [target, await templateWithoutCode({ target })] as const,
);

await writeFile(
  'docs/generated/parameters.md',
  pageOfParameters(Object.fromEntries(await Promise.all(templates))),
);
