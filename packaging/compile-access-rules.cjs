const { readFileSync } = require('node:fs');
const { basename } = require('node:path');

/**
 * Compiles a file of rules of groups, which serverless.yml puts in the place of `#access-rules`: the function gets them
 * as data, and neither the library that reads YAML nor the schema.
 */
const compileAccessRules = {
  name: 'compile-access-rules',
  setup({ onLoad }) {
    onLoad({ filter: /\.ya?ml$/ }, async ({ path }) => {
      const { readAccessRules } = await import('../src/access/read-access-rules.ts');
      const rules = readAccessRules(readFileSync(path, 'utf8'), basename(path));
      return {
        contents: `
          import { packagedRulesOf } from '../src/access/packaged-rules.ts';
          export const accessRules = packagedRulesOf(${JSON.stringify(rules)});`,
        resolveDir: __dirname,
      };
    });
  },
};

module.exports = { compileAccessRules };
