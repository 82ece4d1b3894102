const { isOwn } = require('./own-folders.cjs');

/**
 * Takes no file from outside the clone into a bundle. esbuild believes a manifest of Yarn (`.pnp.data.json`) in any
 * folder above the one that it works in, whoever wrote it, and such a manifest says where a package is.
 * https://github.com/evanw/esbuild/issues/2647
 *
 * Comes first: a plugin before it could load the file.
 */
const ownFilesOnly = {
  name: 'own-files-only',
  setup({ onLoad }) {
    onLoad({ filter: /.*/, namespace: 'file' }, ({ path }) => {
      if (isOwn(path)) return undefined;
      const text = `${path} must not be bundled, as it is not in this clone. Remove what leads there, such as a .pnp file in a folder above the clone.`;
      return { errors: [{ text }] };
    });
  },
};

module.exports = { ownFilesOnly };
