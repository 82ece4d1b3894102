// Without resources/targets/NAME.yml, the framework itself would only say "not found".
const { readdirSync } = require('node:fs');
const { basename, join } = require('node:path');

module.exports = () => {
  const files = readdirSync(join(__dirname, '..', 'resources', 'targets'));
  const known = files.map((file) => basename(file, '.yml')).join(', ');
  const error = new Error(`--param target=… must be one of ${known}`);
  // Otherwise the framework prints the stack instead of the message.
  error.stack = undefined;
  throw error;
};
