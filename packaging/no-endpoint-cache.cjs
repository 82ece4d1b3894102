/**
 * The client of DynamoDB makes a cache for endpoint discovery, with a library of its own, and has no command that uses
 * it. It gets none.
 */
const noEndpointCache = {
  name: 'no-endpoint-cache',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^@aws-sdk\/endpoint-cache$/ }, ({ path }) => ({
      path,
      namespace: 'no-endpoint-cache',
    }));
    onLoad({ filter: /.*/, namespace: 'no-endpoint-cache' }, () => ({
      contents: 'export class EndpointCache {}',
    }));
  },
};

module.exports = { noEndpointCache };
