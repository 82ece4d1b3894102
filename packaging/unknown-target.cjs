// Where there is no resources/targets/NAME.yml, the framework would say "not found", and no more.
const { readdirSync } = require('node:fs');
const { basename, join } = require('node:path');

module.exports = () => {
  const files = readdirSync(join(__dirname, '..', 'resources', 'targets'));
  const known = files.map((file) => basename(file, '.yml')).join(', ');
  const error = new Error(`--param target=… must be one of ${known}`);
  // Else the framework prints it instead of the message.
  error.stack = undefined;
  throw error;
};
