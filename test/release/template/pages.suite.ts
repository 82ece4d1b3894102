import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { TARGETS } from '../../../local/directories/directories.ts';
import { pageOfParameters } from '../../../release/template/parameters-page.ts';
import type { ReleaseTemplate } from '../../../release/template/release-template.ts';
import { DEPLOY_BLOCKS } from './deploy-blocks.ts';
import { refusalsOf } from './refusals.ts';
import { releasedTemplate } from './released-template.ts';

export function describePages(): void {
  test('the page of the parameters is the one of the templates', async () => {
    const templates: Record<string, ReleaseTemplate> = {};
    for (const target of TARGETS) templates[target] = await releasedTemplate(target);

    expect(readFileSync('docs/generated/parameters.md', 'utf8')).toBe(pageOfParameters(templates));
  });

  test('the command of the page gives the template every parameter that it needs, and no other', async () => {
    const template = await releasedTemplate('identity-center');
    const [, overrides = ''] = DEPLOY_BLOCKS[0]?.code.split('--parameter-overrides') ?? [];
    const values = Object.fromEntries(
      [...overrides.matchAll(/(\w+)=(\S+)/g)].map(([, name = '', value = '']) => [name, value]),
    );

    expect(Object.keys(values).length).toBeGreaterThan(5);
    expect(refusalsOf(template, values)).toEqual([]);
  });
}
