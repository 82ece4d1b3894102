const { readFileSync } = require('node:fs');
const { basename } = require('node:path');

/**
 * Compiles a file of rules of groups, which serverless.yml puts in the place of `#access-rules`: the function gets them
 * as data, and neither the library that reads YAML nor the schema.
 * @param version of the rules that the role, the alarms and the outputs are made for. Bundling fails where the file has
 * others by now. Any are accepted without
 */
function compileAccessRules(version) {
  return {
    name: 'compile-access-rules',
    setup({ onLoad }) {
      onLoad({ filter: /\.ya?ml$/ }, async ({ path }) => {
        try {
          return { contents: moduleOf(await readRules(path, version)), resolveDir: __dirname };
        } catch ({ message }) {
          // Of an error that is thrown, esbuild would show the stack.
          return { errors: [{ text: message }] };
        }
      });
    },
  };
}

async function readRules(path, version) {
  const { readAccessRules } = await import('../src/access/read-access-rules.ts');
  const rules = readAccessRules(readFileSync(path, 'utf8'), basename(path));
  if (version !== undefined && rules.version !== version)
    throw new Error(
      `${basename(path)} has changed since packaging began, and the role and the outputs are made for the rules before: package again`,
    );
  return rules;
}

function moduleOf(rules) {
  return `
    import { packagedRulesOf } from '../src/access/packaged-rules.ts';
    export const accessRules = packagedRulesOf(${JSON.stringify(rules)});`;
}

module.exports = { compileAccessRules };
