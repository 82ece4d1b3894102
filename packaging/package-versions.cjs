const { readFileSync } = require('node:fs');

/** The SDK's clients read nothing of their package.json but the version: the rest stays out of the bundle. */
const packageVersions = {
  name: 'package-versions',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]package\.json$/ }, ({ path }) => {
      const { version } = JSON.parse(readFileSync(path, 'utf8'));
      return { contents: JSON.stringify({ version }), loader: 'json' };
    });
  },
};

module.exports = { packageVersions };
