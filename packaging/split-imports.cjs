const { basename, dirname, extname, join } = require('node:path');
const esbuild = require('esbuild');
const { compileAccessRules } = require('./compile-access-rules.cjs');
const { noEndpointCache } = require('./no-endpoint-cache.cjs');
const { noEventStreams } = require('./no-event-streams.cjs');
const { ownFilesOnly } = require('./own-files-only.cjs');
const { packageVersions } = require('./package-versions.cjs');

/** Of the bundle and of each file next to it. */
const OF_EVERY_FILE = [ownFilesOnly, packageVersions, noEventStreams, noEndpointCache];

/**
 * Every module that our own code loads by `import()` becomes a file next to the bundle: V8 does not even
 * parse it before it is needed. esbuild itself splits ES modules only, which start slower on Lambda.
 * Each file has its own copy of the modules that it needs. So a module in two of them must have no state
 * and no class: see test/package/import.test.ts.
 */
const splitImports = {
  name: 'split-imports',
  setup({ initialOptions, onResolve, onEnd }) {
    const { outfile, outdir = dirname(outfile), plugins, ...options } = initialOptions;
    const parts = {};

    // Ours name their extension. Asking about what packages import takes longer than to bundle it.
    onResolve({ filter: /^\.{1,2}\/.*\.ts$/ }, ({ kind, path, importer, resolveDir }) => {
      if (kind !== 'dynamic-import' || importer.includes('node_modules')) return undefined;
      const name = basename(path, extname(path));
      parts[name] = join(resolveDir, path);
      return { path: `./${name}.js`, external: true };
    });

    onEnd(async ({ errors, metafile, outputFiles }) => {
      if (errors.length > 0 || Object.keys(parts).length === 0) return;
      const built = await esbuild.build({
        ...options,
        plugins: OF_EVERY_FILE,
        entryPoints: parts,
        outdir,
      });
      outputFiles?.push(...built.outputFiles);
      Object.assign(metafile?.inputs ?? {}, built.metafile?.inputs);
      Object.assign(metafile?.outputs ?? {}, built.metafile?.outputs);
    });
  },
};

/** Called with the framework, once every variable is resolved. */
module.exports = ({ service }) => [
  ...OF_EVERY_FILE,
  compileAccessRules(service.custom.accessRules.version),
  splitImports,
];
