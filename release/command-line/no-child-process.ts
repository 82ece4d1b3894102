import type { Plugin } from 'esbuild';

/**
 * commander starts the commands that are programs of their own, of which `joiner` has none. Node's module for it takes a
 * tenth of a start.
 */
export const noChildProcess: Plugin = {
  name: 'no-child-process',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^node:child_process$/ }, ({ importer, path }) =>
      /[\\/]commander[\\/]/.test(importer) ? { path, namespace: 'no-child-process' } : undefined,
    );
    onLoad({ filter: /.*/, namespace: 'no-child-process' }, () => ({
      contents: 'export default {}',
    }));
  },
};
