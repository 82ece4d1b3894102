import { getMaxListeners, setMaxListeners } from 'node:events';

/** What the commands take for granted, as Node 24 has it, on an older one. Before they are loaded. */
export async function prepareOlderNode() {
  if (Map.groupBy === undefined) await import('core-js/modules/es.map.group-by.js');
  // An id that JSON.parse would round is refused, and shown as HR has written it.
  if (JSON.rawJSON === undefined) {
    await import('core-js/modules/es.json.raw-json.js');
    await import('core-js/modules/es.json.parse.js');
    await import('core-js/modules/es.json.stringify.js');
  }
  // Node 24 lets any number of calls share a signal. Before, more than ten count as a leak, with a warning.
  if (getMaxListeners(new AbortController().signal) > 0) setMaxListeners(0);
  // The SDK would warn of Node 20 at each command. Its advice is for those who install the SDK themselves.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
}
