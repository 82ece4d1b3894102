import { readFileSync } from 'node:fs';

const page = readFileSync('docs/deploying.md', 'utf8');
const [, section = ''] = page.split('## From a template');
/** The code of docs/deploying.md on a template, in its order. */
export const DEPLOY_BLOCKS = [...section.matchAll(/```(\w+)\n(.*?)```/gs)].map(
  ([, language, code = '']) => ({
    language,
    code,
  }),
);
