const { readdirSync, readFileSync } = require('node:fs');
const { join } = require('node:path');

/**
 * A plugin of the framework. Every source is in the zip of intake, which does not start with one that has a fault:
 * packaging says so before. Not with the parameters, as reading the sources takes a tenth of the time that they take.
 */
module.exports = class CheckSources {
  constructor() {
    this.hooks = {
      'before:package:createDeploymentArtifacts': () => checkSources(join(__dirname, '../sources')),
    };
  }
};

/** @throws an error that says every fault of every file */
async function checkSources(folder) {
  const { readSource } = await import('../src/sources/source-file.ts');
  const files = readdirSync(folder).filter((file) => file.endsWith('.yml'));
  const faults = files.flatMap((file) => {
    try {
      readSource(readFileSync(join(folder, file), 'utf8'), file);
      return [];
    } catch ({ message }) {
      return [`sources/${message}`];
    }
  });
  if (faults.length === 0) return;
  const error = new Error(faults.join('\n'));
  // Otherwise the framework prints the stack instead of the message.
  error.stack = undefined;
  throw error;
}

module.exports.checkSources = checkSources;
