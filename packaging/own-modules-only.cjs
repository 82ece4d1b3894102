const { registerHooks } = require('node:module');
const { fileURLToPath } = require('node:url');
const { isOwn } = require('./own-folders.cjs');

const isFile = (url) => url?.startsWith('file:') === true;
const isPackage = (name) => !/^(\.{0,2}[\\/]|[a-z]{2,}:|[A-Z]:)/i.test(name) && name !== '.';

/**
 * Lets nothing of this clone load a package from outside it. Node looks for one that is not installed, such as
 * `fsevents` on Linux, in `node_modules` of every folder above, which other users may have made: its code would run in
 * the build, and could change what is bundled. Such a package counts as not installed.
 * https://nodejs.org/api/modules.html#loading-from-node_modules-folders
 *
 * The first plugin, as those after it load such packages. Node before 22.15 has no such hooks.
 */
registerHooks?.({
  resolve(name, context, next) {
    const found = next(name, context);
    const { parentURL } = context;
    const isForeign =
      isPackage(name) &&
      isFile(parentURL) &&
      isOwn(fileURLToPath(parentURL)) &&
      isFile(found.url) &&
      !isOwn(fileURLToPath(found.url));
    if (!isForeign) return found;
    const error = new Error(`Cannot find module '${name}' in this clone`);
    throw Object.assign(error, { code: 'MODULE_NOT_FOUND' });
  },
});

module.exports = class OwnModulesOnly {};
