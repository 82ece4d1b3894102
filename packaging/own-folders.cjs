const { realpathSync } = require('node:fs');
const { join, sep } = require('node:path');

const project = join(__dirname, '..');
const FOLDERS = [project, realpathSync(project), realpathSync(join(project, 'node_modules'))];

/** Whether a file is of this clone, or of what is installed in it. */
const isOwn = (path) => FOLDERS.some((folder) => path.startsWith(folder + sep));

module.exports = { isOwn };
