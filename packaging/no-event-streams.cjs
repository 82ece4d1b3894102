/**
 * The client of S3 imports event streams at its start, for an operation that nothing here uses. It gets none: they are
 * not in the bundle (serverless.yml, `exclude`), and the runtime's copy of the SDK may be of another version. What
 * would only be loaded later is left to the runtime.
 */
const noEventStreams = {
  name: 'no-event-streams',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^@smithy\/core\/event-streams$/ }, ({ kind, path }) =>
      kind === 'import-statement' ? { path, namespace: 'no-event-streams' } : undefined,
    );
    onLoad({ filter: /.*/, namespace: 'no-event-streams' }, () => ({
      contents: `
        export const resolveEventStreamSerdeConfig = (config) => config;
        export const eventStreamSerdeProvider = () => undefined;`,
    }));
  },
};

module.exports = { noEventStreams };
