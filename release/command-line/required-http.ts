import type { Plugin } from 'esbuild';

/**
 * An ES module that imports Node's `http` reads all that it exports, which loads the whole of `fetch`: a twentieth of a
 * start. What requires it does not.
 */
export const requiredHttp: Plugin = {
  name: 'required-http',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^(node:)?http$/ }, ({ kind, path }) =>
      kind === 'require-call' ? { path, external: true } : { path, namespace: 'required-http' },
    );
    onLoad({ filter: /.*/, namespace: 'required-http' }, ({ path }) => ({
      contents: `module.exports = require(${JSON.stringify(path)});`,
    }));
  },
};
