import { readFileSync } from 'node:fs';
import { expect, jest, test } from '@jest/globals';
import { TARGETS } from '../../../local/directories/directories.ts';
import { pageOfParameters } from '../../../release/template/parameters-page.ts';
import type { ReleaseTemplate } from '../../../release/template/release-template.ts';
import { templateWithoutCode } from '../../../release/template/write-templates.ts';
import { packageInOneProcess } from '../../package/service-configuration.ts';

// Packages each directory.
jest.setTimeout(120_000);

test('the page of the parameters is the one of the templates', async () => {
  const templates: Record<string, ReleaseTemplate> = {};
  for (const target of TARGETS)
    templates[target] = await templateWithoutCode({ target }, packageInOneProcess);

  expect(readFileSync('docs/generated/parameters.md', 'utf8')).toBe(pageOfParameters(templates));
});
